import type { PlanInputs } from '../plan-inputs.ts'
import { accountOfRoute, type Route } from './route.ts'

/**
 * For the prompt, with what the settings call the account of the session: `prod` becomes `prod@main`,
 * `admin@123456789012` becomes `admin@main`. A label that says the same already is left alone.
 */
export function labelWithAccount(route: Route, inputs: PlanInputs): string {
  const { label } = route
  const account = accountOfRoute(route, inputs)
  const name = account === undefined ? undefined : inputs.settings.accounts?.get(account)
  if (name === undefined || name === label) return label
  return `${label.replace(new RegExp(`@${account}$`), '')}@${name}`
}
