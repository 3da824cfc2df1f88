import type { Environment } from '../model/context.ts'
import { environmentBefore } from './active-session.ts'
import type { Variables } from './variables.ts'

/** The environment of a program: the environment before any assume session, with the change applied. */
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
