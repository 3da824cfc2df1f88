import type { PlanInputs } from '../plan-inputs.ts'
import { accountOfRoute, type Route } from './route.ts'

/**
 * The label for the prompt, with the account name of the settings: `prod` becomes `prod@main`, and
 * `admin@123456789012` becomes `admin@main`. A label that equals the account name does not change.
 */
export function labelWithAccount(route: Route, inputs: PlanInputs): string {
  const { label } = route
  const account = accountOfRoute(route, inputs)
  const name = account === undefined ? undefined : inputs.settings.accounts?.get(account)
  if (name === undefined || name === label) return label
  return `${label.replace(new RegExp(`@${account}$`), '')}@${name}`
}
