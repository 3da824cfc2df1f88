import { deleteSession, getSession } from '../cache/session-cache.ts'
import { StsRefusal } from '../diagnosis/sts-failure.ts'
import type { Request } from '../plan/request.ts'
import { isJustMade } from './freshness.ts'
import type { NextAttempt } from './next-attempt.ts'
import type { Run } from './run.ts'

/**
 * The way without a cached session that STS does not know any more, such as an MFA session of which the
 * user's keys were replaced. Only a session that this run has not made itself counts, so it is tried
 * once. If AWS does not know the user's own keys there either, as in a region that the account has not
 * enabled, the session was not the reason, and it stays.
 */
export function withoutUnknownSession(
  error: unknown,
  request: Request,
  run: Run,
): NextAttempt | undefined {
  const { plan, cache, code, interaction } = run
  if (!isUnknown(error)) return undefined
  const { keyId } = error.attempt
  const sessionAfter = (step: number) => getSession(cache, plan, step, interaction.now())
  // A step is signed with the session of the step before it, the first one with what the source gives.
  const last = plan.steps
    .map((_, index) => index - 1)
    .find((index) => sessionAfter(index)?.credentials.accessKeyId === keyId)
  const session = last === undefined ? undefined : sessionAfter(last)
  if (last === undefined || !session || isJustMade(session, run)) return undefined
  const putBack = deleteSession(cache, plan, last, interaction)
  if (!putBack) return undefined
  const { code: _, ...others } = request
  const takesCode = plan.steps.slice(0, last + 1).some(({ mfa }) => mfa && !mfa.isThere)
  return {
    request: code === undefined ? others : { ...others, code },
    note: `AWS does not know the cached session any more (${session.of.what}): it is not used again`,
    ...(takesCode && { refusal: error }),
    remember: () => {},
    failed: (second) => {
      if (isUnknown(second)) putBack()
    },
  }
}

const isUnknown = (error: unknown): error is StsRefusal =>
  error instanceof StsRefusal && /^(InvalidClientTokenId|ExpiredToken)/.test(error.code)
