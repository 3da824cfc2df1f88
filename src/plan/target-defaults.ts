import type { TargetDefaults } from '../config/settings/settings.ts'
import { textsOf } from './danger/danger.ts'
import { matchesPattern } from './danger/danger-pattern.ts'
import { traitsOfTarget } from './danger/traits.ts'
import type { PlanInputs } from './plan-inputs.ts'
import type { Request } from './request.ts'
import type { Route } from './route/route.ts'

/** The defaults of the `[target]` sections that match. The first section that has a key decides it. */
export function targetDefaults(
  { target }: Request,
  route: Route,
  inputs: PlanInputs,
): TargetDefaults {
  const { targets, accounts = new Map() } = inputs.settings
  if (!targets) return {}
  const texts = [...textsOf(traitsOfTarget(target, route, inputs), accounts)]
  const matching = targets.filter(({ pattern }) =>
    texts.some(([, text]) => matchesPattern(pattern, text)),
  )
  return Object.assign({}, ...matching.toReversed().map(({ values }) => values))
}

/** The inputs with the defaults in place of the settings for all targets. */
export function inputsWith({ region, duration }: TargetDefaults, inputs: PlanInputs): PlanInputs {
  if (!region && !duration) return inputs
  const settings = {
    ...inputs.settings,
    ...(region && { region }),
    ...(duration && { duration }),
  }
  return { ...inputs, settings }
}
