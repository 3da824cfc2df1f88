import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { Danger } from '../../plan/danger/danger.ts'
import { dangerOfRequest } from '../../plan/danger/danger-of-route.ts'
import { makePlan } from '../../plan/make-plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { Request } from '../../plan/request.ts'
import { confirm, confirmWith, refuseWithoutPerson, settingOf } from './danger-guard.ts'

/** A request and its name in messages. */
export interface NamedRequest {
  readonly name: string
  readonly request: Request
}

/** A target that the setting `danger` matches. */
export interface DangerousTarget {
  readonly name: string
  readonly danger: Danger
}

/** Which of many targets the setting `danger` protects, as far as that is known without a call. */
export interface Protection {
  readonly dangerous: readonly DangerousTarget[]
  /** The requests whose plan is known, so that no further danger can appear. */
  readonly planned: ReadonlySet<Request>
}

export function protectionOf(requests: readonly NamedRequest[], inputs: PlanInputs): Protection {
  const planned = new Set<Request>()
  const dangerous: DangerousTarget[] = []
  if (inputs.settings.guards.length === 0) {
    return { dangerous, planned: new Set(requests.map(({ request }) => request)) }
  }
  for (const { name, request } of requests) {
    const found = planOf(request, inputs)
    if (found) planned.add(request)
    const danger = found ? found.danger : dangerOfRequest(request, inputs)
    if (danger) dangerous.push({ name, danger })
  }
  return { dangerous, planned }
}

/** Undefined if AWS has to be asked first, or if the request is invalid, which its own run reports. */
function planOf(request: Request, inputs: PlanInputs): { readonly danger?: Danger } | undefined {
  try {
    const plan = makePlan(request, inputs)
    return 'value' in plan ? plan.value : undefined
  } catch (error) {
    if (error instanceof AssumeError) return undefined
    throw error
  }
}

/**
 * Asks once for all protected targets.
 *
 * @returns the interaction for a request: one that asks no more if the user has confirmed all there is.
 */
export async function confirmTargets(
  { dangerous, planned }: Protection,
  total: number,
  interaction: Interaction,
): Promise<(request: Request) => Interaction> {
  await confirmAll(dangerous, total, interaction)
  const confirmed: Interaction = { ...interaction, yes: true }
  return (request) => (planned.has(request) ? confirmed : interaction)
}

const maxNames = 5

/**
 * Asks once for all targets of a run. The user types the number of the protected ones, which shows that
 * the list has been read.
 *
 * @param total the number of all targets.
 * @throws NeedsPersonError without a terminal, InterruptedError at Ctrl-C or Ctrl-D.
 */
async function confirmAll(
  dangerous: readonly DangerousTarget[],
  total: number,
  interaction: Interaction,
): Promise<void> {
  const [first, another] = dangerous
  if (!first || interaction.yes) return
  if (!another) return confirm(first.danger, interaction)
  const names = dangerous.slice(0, maxNames).map(({ name }) => name)
  const rest = dangerous.length > maxNames ? ', …' : ''
  const places = new Set(dangerous.map(({ danger }) => settingOf(danger)))
  const subject = `${dangerous.length} of ${total} targets are protected (${names.join(', ')}${rest}): ${[...places].join('; ')}`
  refuseWithoutPerson(`${subject}. A person has to confirm this`, interaction)
  await confirmWith([String(dangerous.length)], subject, interaction)
}
