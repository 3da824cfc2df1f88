import { findRoute } from './find-route.ts'
import type { Plan } from './plan.ts'
import { type Request, targetName } from './request.ts'
import { type Found, type Route, whereOfRoute } from './route.ts'
import { sessionSettings } from './session-settings.ts'
import { type Steps, stepsOf } from './steps.ts'
import { unencryptedNote } from './where.ts'
import type { World } from './world.ts'

/**
 * What is to be done for a request. Pure: what only AWS can tell comes back as a need, and with
 * the answer among the facts the same call gets further.
 *
 * @throws AssumeError for whatever is wrong in the request or in the profiles it leads to.
 */
export function makePlan(request: Request, world: World): Found<Plan> {
  const route = findRoute(request, world)
  if ('need' in route) return route
  const steps = stepsOf(request, route.found, world)
  return 'need' in steps ? steps : { found: assembled(request, route.found, steps.found, world) }
}

function assembled(request: Request, route: Route, { steps, notes }: Steps, world: World): Plan {
  const where = whereOfRoute(request, route, world)
  return {
    target: targetName(request.target),
    label: route.label,
    ...where,
    source: route.chain.source,
    steps,
    settings: sessionSettings(request.options, route.profile, world),
    notes: steps.length > 0 ? [...unencryptedNote(where), ...notes] : notes,
  }
}
