import { deleteSession, getSession } from '../../cache/session-cache.ts'
import { StsRefusal } from '../../diagnosis/sts-failure.ts'
import { isJustMade } from './freshness.ts'
import type { NextAttempt } from './next-attempt.ts'
import type { Failure } from './run.ts'

/**
 * The attempt without a cached session that STS rejects as unknown, such as an MFA session of keys that
 * were replaced. A session that this run has made does not count, so there is one attempt. If AWS also
 * rejects the user's own keys there, as in a region that the account has not enabled, the session was not
 * the cause and stays in the cache.
 */
export function withoutUnknownSession({ error, run, progress }: Failure): NextAttempt | undefined {
  const { request, plan, cache, interaction } = run
  const { unusedCode: code } = progress
  if (!isUnknown(error)) return undefined
  const { keyId } = error.attempt
  const sessionAfter = (step: number) => getSession(cache, plan, step, interaction.now())
  // Each step is signed with the session of the previous step. The first is signed with the source's keys.
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
