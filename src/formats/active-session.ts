import type { Environment } from '../model/context.ts'
import { credentialVariables, ownVariables } from './variables.ts'

/**
 * The assume session in a shell's environment. `foreign` means that the user exported other keys
 * over it, which ends the session. These keys and everything with them belong to the user.
 */
export interface ActiveSession {
  readonly state: 'none' | 'ours' | 'foreign'
  /** The settings variables that the session set. */
  readonly settings: readonly string[]
}

export function activeSession(env: Environment): ActiveSession {
  if (!env.ASSUME_KEY_ID) return { state: 'none', settings: [] }
  return {
    state: env.AWS_ACCESS_KEY_ID === env.ASSUME_KEY_ID ? 'ours' : 'foreign',
    settings: (env.ASSUME_SETTINGS ?? '').split(' ').filter((name) => settingsVariable.test(name)),
  }
}

/** Any program can set ASSUME_SETTINGS, so only names that a session can set count. */
const settingsVariable =
  /^AWS_((DEFAULT_)?REGION|USE_(FIPS|DUALSTACK)_ENDPOINT|IGNORE_CONFIGURED_ENDPOINT_URLS|CA_BUNDLE|ENDPOINT_URL(_[A-Z0-9_]+)?)$/

/** The variables that get their original values back when the session ends. */
export function restoredVariables({ state, settings }: ActiveSession): readonly string[] {
  if (state === 'none') return []
  return state === 'ours' ? [...credentialVariables, ...settings] : settings
}

/**
 * The variables of the assume session that would break the keys that the user exported over it.
 * Empty if there are no such keys. Variables that came with the user's keys stay, as far as they
 * differ from those of assume.
 */
export function upsetsForeignKeys(env: Environment): readonly string[] {
  if (activeSession(env).state !== 'foreign') return []
  const { AWS_ACCESS_KEY_ID: key, AWS_CREDENTIAL_EXPIRATION: expiration } = env
  return [
    'AWS_ACCOUNT_ID',
    ...(env.AWSUME_PROFILE === env.ASSUME_ROLE ? ['AWSUME_PROFILE'] : []),
    ...(epochSeconds(expiration) === env.ASSUME_EXPIRES ? ['AWS_CREDENTIAL_EXPIRATION'] : []),
    // The user unset only the key id by hand.
    ...(key ? [] : ['AWS_SECRET_ACCESS_KEY']),
    // Long-term credentials have no session token.
    ...(!key || key.startsWith('AKIA') ? ['AWS_SESSION_TOKEN'] : []),
  ]
}

const epochSeconds = (date: string | undefined) => String(Date.parse(date ?? '') / 1000)

/**
 * The environment before any assume session, so that no setting of one role, such as its region or
 * endpoint, affects the next. The wrapper passes the saved values to assume only. A child shell has
 * no saved values, so the variables of assume count as unset.
 */
export function environmentBefore(env: Environment): Environment {
  const active = activeSession(env)
  const before: Record<string, string | undefined> = { ...env }
  for (const name of upsetsForeignKeys(env)) delete before[name]
  for (const name of restoredVariables(active)) before[name] = env[savedName(name)]
  for (const name of ownVariables) delete before[name]
  // An empty value counts as unset. The AWS CLI, which assume may run, fails with an empty one.
  for (const name of ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']) if (!before[name]) delete before[name]
  return withoutSaved(before)
}

/** False without the wrapper and in a child shell, which have no saved values. */
export const knowsBefore = (env: Environment) =>
  activeSession(env).state !== 'ours' || env.__assume_saved !== undefined

/**
 * The environment for programs that assume starts, without saved values and without the wrapper's
 * own variables.
 */
export function withoutSaved(env: Environment): Environment {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        !name.startsWith('__assume_') && !/^ASSUME_(EVAL_FD|SHELL|WRAPPER|CMD)$/.test(name),
    ),
  )
}

/** The shell variable for the original value of an exported variable. */
export const savedName = (name: string) => `__assume_saved_${name}`

/** The shell variable for the original value of a variable that was not exported. */
export const savedUnexportedName = (name: string) => `__assume_saved_unexported_${name}`
