import type { Cache } from '../../cache/cache.ts'
import { learnKeys, learnMaximum } from '../../cache/learned-facts.ts'
import type { Interaction } from '../../model/interaction.ts'
import { dangerOfRequest } from '../../plan/danger/danger-of-route.ts'
import { refuseUnencrypted } from '../../plan/endpoint/unencrypted.ts'
import type { CallerIdentity, Need, SsoAccount } from '../../plan/facts.ts'
import { makePlan } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { type Request, targetName } from '../../plan/request.ts'
import { kindOfKeys } from '../../plan/route/process-keys.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { fetchCredentials, printedKeys } from '../../sources/fetch.ts'
import { sourceOfKind } from '../../sources/index.ts'
import { refuseProcessLoop } from '../../sources/processes-around.ts'
import { sourceTitle } from '../../sources/source-title.ts'
import { listSsoAccounts } from '../../sso/sso-accounts.ts'
import { findDevice } from '../mfa/find-device.ts'
import { identify } from '../sts/call-sts.ts'
import { roleMaximum } from '../sts/role-maximum.ts'
import type { DangerGuard } from './danger-guard.ts'
import { notCached } from './only-cached.ts'

/** Makes a plan. If the plan needs facts, asks AWS for them and makes the plan again. */
export async function decidePlan(
  request: Request,
  inputs: PlanInputs,
  interaction: Interaction,
  { learnedFacts }: Cache,
  guard: DangerGuard,
): Promise<Plan> {
  const callerIdentities = new Map<string, CallerIdentity>()
  const mfaDevices = new Map<string, string | undefined>()
  const roleMaxima = new Map<string, number | undefined>()
  const ssoAccounts = new Map<string, readonly SsoAccount[]>()
  const processKeys = printedKeys(inputs)
  const facts = { callerIdentities, mfaDevices, roleMaxima, ssoAccounts, processKeys }
  for (;;) {
    const planned = makePlan(request, { ...inputs, facts })
    if ('value' in planned) {
      refuseProcessLoop(planned.value.source, inputs)
      return planned.value
    }
    const { need } = planned
    if (request.options.cached) throw notCached(targetName(request.target))
    // The request alone can be enough to know that the user must confirm the target.
    const danger = need.fact === 'process keys' ? need.danger : undefined
    await guard(danger ?? dangerOfRequest(request, inputs))
    if (need.fact === 'caller identity') {
      refuseProcessLoop(need.source, inputs)
      const caller = await callerOf(need, inputs, interaction)
      callerIdentities.set(need.source.identity, caller)
      if (sourceOfKind(need.source.kind).hasOneCaller(need.source.identity))
        learnKeys(learnedFacts, need.source, { caller }, interaction)
    } else if (need.fact === 'process keys') {
      refuseProcessLoop(need.source, inputs)
      const credentials = await fetchCredentials(need.source, inputs, interaction)
      learnKeys(learnedFacts, need.source, { processKeys: kindOfKeys(credentials) }, interaction)
    } else if (need.fact === 'mfa device') {
      const hasCode = request.code !== undefined
      mfaDevices.set(need.source.identity, await findDevice(need, inputs, interaction, hasCode))
    } else if (need.fact === 'role maximum') {
      const maximum = await roleMaximum(need.roleArn, need, inputs, interaction)
      roleMaxima.set(need.roleArn, maximum)
      learnMaximum(learnedFacts, need.roleArn, maximum ?? 'unknown', interaction)
    } else {
      const accounts = await listSsoAccounts(need.session, need.endpoints, inputs, interaction)
      ssoAccounts.set(ssoSessionTitle(need.session), accounts)
    }
  }
}

async function callerOf(
  { source, endpointConfig }: Extract<Need, { readonly fact: 'caller identity' }>,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<CallerIdentity> {
  refuseUnencrypted(endpointConfig)
  return identify({
    endpointConfig,
    credentials: await fetchCredentials(source, inputs, interaction),
    keysOf: sourceTitle(source),
    env: inputs.env,
    report: interaction.report,
  })
}
