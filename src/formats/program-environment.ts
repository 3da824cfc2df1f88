import type { Environment } from '../model/context.ts'
import { environmentBefore } from './active-session.ts'
import type { Variables } from './variables.ts'

/** What a program sees: the environment as it was before us, and the change. */
export function programEnvironment(
  change: Variables,
  env: Environment,
): Readonly<Record<string, string>> {
  const all = { ...environmentBefore(env), ...change }
  const entries = Object.entries(all).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(entries)
}
