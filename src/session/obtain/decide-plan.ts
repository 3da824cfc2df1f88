import type { Cache } from '../../cache/cache.ts'
import type { Interaction } from '../../model/interaction.ts'
import { dangerOfRequest } from '../../plan/danger/danger-of-route.ts'
import { makePlan } from '../../plan/make-plan.ts'
import type { Plan } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { type Request, targetName } from '../../plan/request.ts'
import { printedKeys } from '../../sources/fetch.ts'
import { refuseProcessLoop } from '../../sources/processes-around.ts'
import type { AskedFacts } from './ask-for-fact.ts'
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
  const asked: AskedFacts = {
    callerIdentities: new Map(),
    mfaDevices: new Map(),
    roleMaxima: new Map(),
    ssoAccounts: new Map(),
  }
  const facts = { ...asked, processKeys: printedKeys(inputs) }
  for (;;) {
    const planned = makePlan(request, { ...inputs, facts })
    if ('value' in planned) {
      refuseProcessLoop(planned.value.source, inputs)
      return planned.value
    }
    const { need } = planned
    if (request.options.cached) throw notCached(targetName(request.target))
    // A person chooses at once.
    const partial = need.fact === 'sso accounts' ? need.partial : undefined
    if (partial && interaction.canUserPick?.()) throw partial
    // The request alone can be enough to know that the user must confirm the target.
    const danger = need.fact === 'process keys' ? need.danger : undefined
    await guard(danger ?? dangerOfRequest(request, inputs))
    const { askForFact, namingUser } = await import('./ask-for-fact.ts')
    const hasCode = request.code !== undefined
    await askForFact(need, asked, inputs, interaction, { learnedFacts, hasCode }).catch((error) => {
      throw namingUser(error, request, inputs)
    })
  }
}
