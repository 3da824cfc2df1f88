import type { Cache } from '../cache/cache.ts'
import { getSession } from '../cache/session-cache.ts'
import { activeRequest } from '../cache/shell-requests.ts'
import { activeSession } from '../formats/active-session.ts'
import type { Context, Environment } from '../model/context.ts'
import { type Plan, roleOfStep } from '../plan/plan.ts'
import { sourceTitle } from '../sources/source-title.ts'

/** The state of a shell's session, from its variables and the cache. It contains no secret. */
export interface SessionStatus {
  readonly label?: string
  readonly accountId?: string
  readonly region?: string
  readonly keyId?: string
  /** False for long-term keys. */
  readonly isTemporary: boolean
  /** The value of the shell's variable, which other tools read. */
  readonly expires?: string
  /** Negative after the expiration; absent if the session has no known expiration. */
  readonly secondsLeft?: number
  /** The keys and the calls that made the session, if the cache contains its plan. */
  readonly chain?: SessionChain
}

export interface SessionChain {
  readonly target: string
  readonly source: { readonly kind: string; readonly profile?: string; readonly keysOf: string }
  readonly steps: readonly { readonly operation: string; readonly roleArn?: string }[]
  /** Duration of the session when it was made, in seconds. */
  readonly wholeSeconds?: number
  /** True if the session is on disk, so that other shells can use it. */
  readonly isCached: boolean
  /** Shows whether the session after this one needs an MFA code. */
  readonly renewal: 'no code' | 'a code'
}

export function sessionStatus({ env, now }: Context, cache: Cache): SessionStatus {
  const { ASSUME_ROLE, AWS_ACCOUNT_ID, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID } = env
  const region = AWS_REGION || AWS_DEFAULT_REGION
  const left = secondsLeft(env, now())
  const plan = activeRequest(env, cache, now())?.plan
  const expires = expiryOf(env, left)
  return {
    ...(ASSUME_ROLE && { label: ASSUME_ROLE }),
    ...(AWS_ACCOUNT_ID && { accountId: AWS_ACCOUNT_ID }),
    ...(region && { region }),
    ...(AWS_ACCESS_KEY_ID && { keyId: AWS_ACCESS_KEY_ID }),
    isTemporary: Boolean(env.AWS_SESSION_TOKEN),
    ...(expires && { expires }),
    ...(left !== undefined && { secondsLeft: left }),
    ...(plan && { chain: chainOf(plan, env, cache, now()) }),
  }
}

/** Returns whether the shell has a session of assume, other keys, or none. */
export const activeSessionState = (env: Environment) => activeSession(env).state

function secondsLeft(env: Environment, now: Date): number | undefined {
  const expires = env.ASSUME_EXPIRES ?? ''
  return isEpoch.test(expires) ? Math.floor(Number(expires) - now.getTime() / 1000) : undefined
}

/** Seconds since 1970. A variable can have any value. */
const isEpoch = /^\d{1,11}$/

function expiryOf(env: Environment, left: number | undefined): string | undefined {
  if (left === undefined) return undefined
  return env.AWS_CREDENTIAL_EXPIRATION ?? new Date(Number(env.ASSUME_EXPIRES) * 1000).toISOString()
}

function chainOf(plan: Plan, env: Environment, cache: Cache, now: Date): SessionChain {
  const { target, source, steps } = plan
  const { kind, profile } = source
  const cached = getSession(cache, plan, steps.length - 1, now)
  const isCached = cached?.credentials.accessKeyId === env.ASSUME_KEY_ID
  const whole = cached && (cached.credentials.expiration.getTime() - cached.madeAt.getTime()) / 1000
  return {
    target,
    source: { kind, ...(profile !== undefined && { profile }), keysOf: sourceTitle(source) },
    steps: steps.map((step) => {
      const roleArn = roleOfStep(step)
      return { operation: step.operation, ...(roleArn !== undefined && { roleArn }) }
    }),
    ...(isCached && whole !== undefined && { wholeSeconds: Math.round(whole) }),
    isCached,
    renewal: needsCode(plan, env, cache, now) ? 'a code' : 'no code',
  }
}

/** Returns true if renewal needs a code: no MFA session expires later than the session itself. */
function needsCode(plan: Plan, env: Environment, cache: Cache, now: Date): boolean {
  const at = plan.steps.findLastIndex(({ mfa }) => mfa !== undefined)
  if (at < 0) return false
  const withMfa = getSession(cache, plan, at, now)
  const end = Number(env.ASSUME_EXPIRES) * 1000
  return !withMfa || withMfa.credentials.expiration.getTime() <= end
}
