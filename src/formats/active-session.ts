import type { Environment } from '../model/context.ts'
import { credentialVariables, ownVariables } from './variables.ts'

/**
 * What a shell's environment says of a session of ours. `foreign`: someone exported other keys over
 * it, which ends it; those keys and everything that goes with them belong to the user.
 */
export interface ActiveSession {
  readonly state: 'none' | 'ours' | 'foreign'
  /** Settings variables that came with the session. */
  readonly settings: readonly string[]
}

export function activeSession(env: Environment): ActiveSession {
  if (!env.ASSUME_KEY_ID) return { state: 'none', settings: [] }
  return {
    state: env.AWS_ACCESS_KEY_ID === env.ASSUME_KEY_ID ? 'ours' : 'foreign',
    settings: (env.ASSUME_SETTINGS ?? '').split(' ').filter((name) => settingsVariable.test(name)),
  }
}

/** A variable can be set by anyone, so only names that a session could have brought count. */
const settingsVariable =
  /^AWS_((DEFAULT_)?REGION|USE_(FIPS|DUALSTACK)_ENDPOINT|IGNORE_CONFIGURED_ENDPOINT_URLS|CA_BUNDLE|ENDPOINT_URL(_[A-Z0-9_]+)?)$/

/** The names whose values of before come back when the session ends. */
export function restoredVariables({ state, settings }: ActiveSession): readonly string[] {
  if (state === 'none') return []
  return state === 'ours' ? [...credentialVariables, ...settings] : settings
}

/**
 * What our session left that would upset the keys the user has exported over it; nothing when there
 * are none. What came with those keys stays as far as it can be told from ours.
 */
export function upsetsForeignKeys(env: Environment): readonly string[] {
  if (activeSession(env).state !== 'foreign') return []
  const { AWS_ACCESS_KEY_ID: key, AWS_CREDENTIAL_EXPIRATION: expiration } = env
  return [
    'AWS_ACCOUNT_ID',
    ...(env.AWSUME_PROFILE === env.ASSUME_ROLE ? ['AWSUME_PROFILE'] : []),
    ...(epochSeconds(expiration) === env.ASSUME_EXPIRES ? ['AWS_CREDENTIAL_EXPIRATION'] : []),
    // Our key id alone was unset by hand.
    ...(key ? [] : ['AWS_SECRET_ACCESS_KEY']),
    // The keys of a user go with no token.
    ...(!key || key.startsWith('AKIA') ? ['AWS_SESSION_TOKEN'] : []),
  ]
}

const epochSeconds = (date: string | undefined) => String(Date.parse(date ?? '') / 1000)

/**
 * The environment as the shell had it before any session of ours, so that nothing of one role (its
 * region, its endpoint) bleeds into the next. The wrapper hands the saved values to us alone; a
 * child shell has none, and there what is ours counts as unset.
 */
export function environmentBefore(env: Environment): Environment {
  const active = activeSession(env)
  const before: Record<string, string | undefined> = { ...env }
  for (const name of upsetsForeignKeys(env)) delete before[name]
  for (const name of restoredVariables(active)) before[name] = env[savedName(name)]
  for (const name of ownVariables) delete before[name]
  // Empty means not set; the AWS CLI, which we may run, fails with an empty one.
  for (const name of ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']) if (!before[name]) delete before[name]
  return withoutSaved(before)
}

/** Without the wrapper, and in a child shell, nobody hands us what was saved. */
export const knowsBefore = (env: Environment) =>
  activeSession(env).state !== 'ours' || env.__assume_saved !== undefined

/** What programs that we start may see: neither saved values nor our side of the wrapper's deal. */
export function withoutSaved(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !name.startsWith('__assume_') && !/^ASSUME_(EVAL_FD|SHELL|WRAPPER|CMD)$/.test(name),
    ),
  )
}

/** Where the shell keeps a value that was exported before us. */
export const savedName = (name: string) => `__assume_saved_${name}`

/** Where it keeps one that was set but not exported. */
export const savedUnexportedName = (name: string) => `__assume_saved_unexported_${name}`
