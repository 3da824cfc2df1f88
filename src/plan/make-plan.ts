import { consoleDuration } from './console/console-duration.ts'
import { dangerOfRoute } from './danger/danger-of-route.ts'
import { refuseUnencrypted } from './endpoint/unencrypted.ts'
import type { Plan, Source } from './plan.ts'
import type { PlanInputs } from './plan-inputs.ts'
import { type Request, targetName } from './request.ts'
import { findRoute } from './route/find-route.ts'
import { followOwnCredentialProcess } from './route/follow-own-credential-process.ts'
import { accountOfRoute, endpointConfigOfRoute, type Planned, type Route } from './route/route.ts'
import { ssoEndpoints } from './sso/sso-endpoints.ts'
import type { Steps } from './steps/planned-step.ts'
import { stepsOf } from './steps/steps.ts'
import { inputsWith, targetDefaults } from './target-defaults.ts'
import { sessionSettings } from './values/session-settings.ts'

/**
 * Plans the steps for a request. The function is pure: a fact that only AWS can provide comes back
 * as a need. The caller adds the answer to the facts and calls the function again.
 *
 * @throws AssumeError for an error in the request or in the profiles it uses.
 */
export function makePlan(request: Request, allInputs: PlanInputs): Planned<Plan> {
  const found = findRoute(request, allInputs)
  const first = sourceOf(found)
  // Refuses a `credential_process` that would call assume in a loop.
  if (first) followOwnCredentialProcess(first, allInputs)
  if ('need' in found) return found
  const defaults = targetDefaults(request, found.value, allInputs)
  const inputs = inputsWith(defaults, allInputs)
  const danger = dangerOfRoute(request, found.value, inputs)
  const route = { ...found.value, ...(danger && { danger }) }
  const endpointConfig = endpointConfigOfRoute(request, route, inputs)
  const source = withPlaces(route.chain.source, request, route, inputs)
  const settings = sessionSettings(request.options, route.profile, inputs, defaults)
  // This comes last, because it may return a need. Every other check must pass before a network
  // call.
  const made = stepsOf(request, route, inputs)
  if ('need' in made) return made
  const steps = made.value.made.map(({ step }) => step)
  if (steps.length > 0) refuseUnencrypted(endpointConfig)
  const plan = {
    target: targetName(request.target),
    label: defaults.label?.value ?? labelWithAccount(route, inputs),
    ...(danger && { danger }),
    ...endpointConfig,
    source,
    steps,
    settings,
    ...(defaults.promptColour && { promptColour: defaults.promptColour.value }),
    ...(defaults.duration && { duration: defaults.duration }),
    ...(defaults.consoleService && { consoleService: defaults.consoleService.value }),
    notes: notesOf(route, made.value),
  }
  if (request.console) consoleDuration(plan, request.console.seconds)
  return { value: plan }
}

/** The source of the first credentials, as far as it is known. */
export function sourceOf(found: Planned<Route>): Source | undefined {
  if ('value' in found) return found.value.chain.source
  return 'source' in found.need ? found.need.source : undefined
}

/** The notes that assume shows to the user. */
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

/**
 * The label for the prompt, with the account name of the settings: `prod` becomes `prod@main`, and
 * `admin@123456789012` becomes `admin@main`. A label that equals the account name does not change.
 */
function labelWithAccount(route: Route, inputs: PlanInputs): string {
  const { label } = route
  const account = accountOfRoute(route, inputs)
  const name = account === undefined ? undefined : inputs.settings.accounts?.get(account)
  if (name === undefined || name === label) return label
  return `${label.replace(new RegExp(`@${account}$`), '')}@${name}`
}
