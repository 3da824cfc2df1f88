import { systemFailure } from '../files/system-failure.ts'
import { AssumeError, InterruptedError, NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { mostHints, StsRefusal } from './sts-failure.ts'

/**
 * Makes a second attempt, with an MFA code, after AWS has refused the first. If the second attempt fails,
 * or a signal ends it, the error contains AWS's reason for the first refusal.
 *
 * @param explain adds details to the refusal with further calls. It is not called after Ctrl-C.
 */
export async function secondTry<T>(
  refusal: StsRefusal,
  { interrupted }: Pick<Interaction, 'interrupted'>,
  explain: () => Promise<AssumeError>,
  attempt: () => Promise<T>,
): Promise<T> {
  const tell = () => {
    const { reason } = interrupted
    // An inner attempt has already added its refusal.
    if (reason instanceof InterruptedError && reason.hints.length === 0) {
      firstRefusal(refusal, reason)
    }
  }
  interrupted.addEventListener('abort', tell)
  try {
    return await attempt()
  } catch (second) {
    if (decidesAnew(second)) throw second
    throw firstRefusal(second instanceof InterruptedError ? refusal : await explain(), second)
  } finally {
    interrupted.removeEventListener('abort', tell)
  }
}

/**
 * The error to print after the second attempt has failed: the refusal, with the second failure and its first
 * hint as further hints. The exit status is that of the second failure if it needs the user or was cancelled.
 */
export function firstRefusal(refusal: AssumeError, second: unknown): unknown {
  const failure = systemFailure(second) ?? second
  if (!(failure instanceof AssumeError)) return second
  const { message } = refusal
  const ofSecond = [
    `a second try, with an MFA code: ${failure.message}`,
    ...failure.hints.slice(0, 1),
  ]
  const hints = [...refusal.hints.slice(0, mostHints - ofSecond.length), ...ofSecond]
  if (failure instanceof InterruptedError) return failure.tell(message, hints)
  return failure instanceof NeedsPersonError
    ? new NeedsPersonError(message, hints)
    : new AssumeError(message, hints)
}

/** Returns true if AWS accepted the code and then refused the role. */
const decidesAnew = (failure: unknown) =>
  failure instanceof StsRefusal &&
  failure.roleArn !== undefined &&
  /^(AccessDenied|ValidationError)/.test(failure.code) &&
  !isMfaFailure(failure)

/** Returns true if AWS rejected the code or does not know the device. */
export const isMfaFailure = (error: unknown): boolean =>
  error instanceof StsRefusal && /MultiFactorAuthentication failed/.test(error.words)
