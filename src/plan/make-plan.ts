import { consoleDuration } from './console/console-duration.ts'
import { dangerOfRoute } from './danger/danger-of-route.ts'
import { refuseUnencrypted } from './endpoint/unencrypted.ts'
import type { Plan, Source } from './plan.ts'
import type { PlanInputs } from './plan-inputs.ts'
import { type Request, targetName } from './request.ts'
import { findRoute } from './route/find-route.ts'
import { followOwnCredentialProcess } from './route/follow-own-credential-process.ts'
import { labelWithAccount } from './route/label.ts'
import { endpointConfigOfRoute, type Planned, type Route } from './route/route.ts'
import { ssoEndpoints } from './sso/sso-endpoints.ts'
import type { Steps } from './steps/planned-step.ts'
import { stepsOf } from './steps/steps.ts'
import { sessionSettings } from './values/session-settings.ts'

/**
 * What is to be done for a request. Pure: what only AWS can tell comes back as a need, and with
 * the answer among the facts the same call gets further.
 *
 * @throws AssumeError for whatever is wrong in the request or in the profiles it leads to.
 */
export function makePlan(request: Request, inputs: PlanInputs): Planned<Plan> {
  const found = findRoute(request, inputs)
  const first = sourceOf(found)
  // Nothing is run that would come back to us.
  if (first) followOwnCredentialProcess(first, inputs)
  if ('need' in found) return found
  const danger = dangerOfRoute(request, found.value, inputs)
  const route = { ...found.value, ...(danger && { danger }) }
  const endpointConfig = endpointConfigOfRoute(request, route, inputs)
  const source = withPlaces(route.chain.source, request, route, inputs)
  const settings = sessionSettings(request.options, route.profile, inputs)
  // Last, for it may need to know something, and nobody is asked before all else is right.
  const made = stepsOf(request, route, inputs)
  if ('need' in made) return made
  const steps = made.value.made.map(({ step }) => step)
  if (steps.length > 0) refuseUnencrypted(endpointConfig)
  const plan = {
    target: targetName(request.target),
    label: labelWithAccount(route, inputs),
    ...(danger && { danger }),
    ...endpointConfig,
    source,
    steps,
    settings,
    notes: notesOf(route, made.value),
  }
  if (request.console) consoleDuration(plan, request.console.seconds)
  return { value: plan }
}

/** Whose keys come first, as far as that is known. */
export function sourceOf(found: Planned<Route>): Source | undefined {
  if ('value' in found) return found.value.chain.source
  return 'source' in found.need ? found.need.source : undefined
}

/** All that the user is told on the way. */
export const notesOf = ({ note }: Route, { made, notes }: Steps): string[] => [
  ...(note === undefined ? [] : [note]),
  ...made.flatMap((each) => each.notes),
  ...notes,
]

function withPlaces(
  source: Source,
  { options }: Request,
  route: Route,
  inputs: PlanInputs,
): Source {
  const { sso } = source
  if (!sso) return source
  return {
    ...source,
    sso: { ...sso, endpoints: ssoEndpoints(sso.session, options, route.profile, inputs) },
  }
}
