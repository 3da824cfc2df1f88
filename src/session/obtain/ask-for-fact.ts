import type { Cache } from '../../cache/cache.ts'
import { learnKeys, learnMaximum } from '../../cache/learned-facts.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { refuseUnencrypted } from '../../plan/endpoint/unencrypted.ts'
import type { CallerIdentity, Need, SsoAccount } from '../../plan/facts.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { Request } from '../../plan/request.ts'
import { profilesAlike, unknownUser } from '../../plan/route/find-user.ts'
import { kindOfKeys } from '../../plan/route/process-keys.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { fetchCredentials } from '../../sources/fetch.ts'
import { sourceOfKind } from '../../sources/index.ts'
import { refuseProcessLoop } from '../../sources/processes-around.ts'
import { sourceTitle } from '../../sources/source-title.ts'
import { listSsoAccounts } from '../../sso/sso-accounts.ts'
import { findDevice } from '../mfa/find-device.ts'
import { identify } from '../sts/call-sts.ts'
import { roleMaximum } from '../sts/role-maximum.ts'

// Import this file on demand: most plans need no fact that is not cached.

/** The facts that were asked for while a plan was made. */
export interface AskedFacts {
  readonly callerIdentities: Map<string, CallerIdentity>
  readonly mfaDevices: Map<string, string | undefined>
  readonly roleMaxima: Map<string, number | undefined>
  readonly ssoAccounts: Map<string, readonly SsoAccount[]>
}

/**
 * Asks AWS or the source for a fact, adds it to the facts and caches it.
 *
 * @param hasCode true if the user has given an MFA code.
 */
export async function askForFact(
  need: Need,
  facts: AskedFacts,
  inputs: PlanInputs,
  interaction: Interaction,
  { learnedFacts, hasCode }: Pick<Cache, 'learnedFacts'> & { readonly hasCode: boolean },
): Promise<void> {
  switch (need.fact) {
    case 'caller identity': {
      refuseProcessLoop(need.source, inputs)
      const caller = await callerOf(need, inputs, interaction)
      facts.callerIdentities.set(need.source.identity, caller)
      if (sourceOfKind(need.source.kind).hasOneCaller(need.source.identity))
        learnKeys(learnedFacts, need.source, { caller }, interaction)
      return
    }
    case 'process keys': {
      refuseProcessLoop(need.source, inputs)
      const credentials = await fetchCredentials(need.source, inputs, interaction)
      learnKeys(learnedFacts, need.source, { processKeys: kindOfKeys(credentials) }, interaction)
      return
    }
    case 'mfa device': {
      const device = await findDevice(need, inputs, interaction, hasCode)
      facts.mfaDevices.set(need.source.identity, device)
      return
    }
    case 'role maximum': {
      const maximum = await roleMaximum(need.roleArn, need, inputs, interaction)
      facts.roleMaxima.set(need.roleArn, maximum)
      learnMaximum(learnedFacts, need.roleArn, maximum ?? 'unknown', interaction)
      return
    }
    default: {
      const accounts = await listSsoAccounts(need.session, need.endpoints, inputs, interaction)
      facts.ssoAccounts.set(ssoSessionTitle(need.session), accounts)
    }
  }
}

/**
 * If AWS cannot tell whose keys those of `[default]` are, the user of the command line is unknown. That is
 * the error, because the command line does not name `[default]`.
 */
export function namingUser(error: unknown, { target }: Request, inputs: PlanInputs): unknown {
  const isOfCall = error instanceof AssumeError && error.exitCode === 1
  if (!isOfCall || target.kind !== 'user-role') return error
  if (profilesAlike(target.user, inputs).length > 0) return error
  const reason = `the keys of [default] may be those of "${target.user}", but AWS cannot be asked: ${error.message}`
  return unknownUser(target, inputs, { reasons: [reason] })
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
