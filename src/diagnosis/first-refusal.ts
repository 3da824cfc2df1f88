import { systemFailure } from '../files/system-failure.ts'
import { AssumeError, InterruptedError, NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { StsRefusal } from './sts-failure.ts'

/**
 * Makes a second try, with an MFA code, after AWS has refused the first. If it fails, AWS's reason for
 * the first refusal is told, also where a signal ends the second try.
 *
 * @param explain adds to the refusal what a call can tell; not called after Ctrl-C.
 */
export async function secondTry<T>(
  refusal: StsRefusal,
  { interrupted }: Pick<Interaction, 'interrupted'>,
  explain: () => Promise<AssumeError>,
  attempt: () => Promise<T>,
): Promise<T> {
  const tell = () => {
    const { reason } = interrupted
    // A try around this one has already told its refusal.
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
 * The error to print when a second try has failed: the refusal, with the failure of the second try as a
 * further hint. The exit status is that of the second try if it needs a person or was cancelled.
 */
export function firstRefusal(refusal: AssumeError, second: unknown): unknown {
  const failure = systemFailure(second) ?? second
  if (!(failure instanceof AssumeError)) return second
  const { message } = refusal
  const hints = [
    ...refusal.hints,
    `a second try, with an MFA code: ${failure.message}`,
    ...failure.hints,
  ]
  if (failure instanceof InterruptedError) return failure.tell(message, hints)
  return failure instanceof NeedsPersonError
    ? new NeedsPersonError(message, hints)
    : new AssumeError(message, hints)
}

/** AWS has taken the code, and has then decided about a role. */
const decidesAnew = (failure: unknown) =>
  failure instanceof StsRefusal &&
  failure.roleArn !== undefined &&
  /^(AccessDenied|ValidationError)/.test(failure.code) &&
  !isMfaFailure(failure)

/** AWS has not taken the code, or does not know the device. */
export const isMfaFailure = (error: unknown): boolean =>
  error instanceof StsRefusal && /MultiFactorAuthentication failed/.test(error.words)
