import { openCache, withoutSessions } from '../../cache/cache.ts'
import type { Context } from '../../model/context.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { promptNeeds } from '../../plan/prompt-needs.ts'
import type { Request } from '../../plan/request.ts'
import { sourceOfKind } from '../../sources/index.ts'
import type { DangerGuard } from './danger-guard.ts'
import { decidePlan } from './decide-plan.ts'
import type { Run } from './run.ts'

/** The inputs that sessions are obtained with. */
export interface Asker {
  readonly context: Context
  readonly inputs: PlanInputs
  /** Key ID of the shell's active session. That session is renewed if the renewal needs no code. */
  readonly activeKeyId?: string
}

/** The surroundings of all attempts for one request. */
export interface Attempts {
  readonly asker: Asker
  readonly interaction: Interaction
  readonly guard: DangerGuard
}

/** Makes the plan of a request and has the user confirm it. */
export async function planAndConfirm(request: Request, attempts: Attempts): Promise<Run> {
  const { asker, interaction, guard } = attempts
  const { context, inputs, activeKeyId } = asker
  const { report } = interaction
  const cache = openCache(context, inputs.settings)
  const plan = await decidePlan(request, inputs, interaction, cache, guard)
  report.debug(`plan ${JSON.stringify(plan)}`)
  const { mayAsk = false } = sourceOfKind(plan.source.kind)
  const prompt = promptNeeds(plan, inputs.settings, mayAsk)
  await guard(plan.danger)
  for (const note of plan.notes) report.note(note)
  return {
    request,
    plan,
    prompt,
    inputs,
    interaction,
    cache: plan.danger?.mayBeCached === false ? withoutSessions(cache) : cache,
    startedAt: interaction.now(),
    ...(activeKeyId !== undefined && { activeKeyId }),
  }
}
