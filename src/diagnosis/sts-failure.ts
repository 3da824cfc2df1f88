import { AssumeError } from '../model/errors.ts'
import { stsService } from '../network/called-service.ts'
import { transportFailure } from '../network/transport-failure.ts'
import type { StsAttempt } from './attempt.ts'
import { stsHints } from './sts-hints.ts'

/** Hints after the third are rarely read. */
export const mostHints = 3

/** A call that AWS refused. */
export class StsRefusal extends AssumeError {
  /** `AccessDenied`, `ExpiredToken` … */
  readonly code: string
  readonly roleArn: string | undefined
  readonly attempt: StsAttempt
  /** AWS's message. */
  readonly words: string

  constructor(code: string, message: string, attempt: StsAttempt, hints?: readonly string[]) {
    const known = hints ?? stsHints(code, message, attempt).slice(0, mostHints)
    super(`${attempt.what} failed: ${message} (${code})`, known)
    this.code = code
    this.roleArn = attempt.roleArn
    this.attempt = attempt
    this.words = message
  }

  /** A copy with a text before AWS's message, and with other hints. */
  with(words: string, hints: readonly string[]): StsRefusal {
    return new StsRefusal(this.code, `${words}: ${this.words}`, this.attempt, hints)
  }

  /** A copy with likelier hints before its own. */
  hinting(likelier: readonly string[]): StsRefusal {
    const hints = [...likelier, ...this.hints].slice(0, mostHints)
    return new StsRefusal(this.code, this.words, this.attempt, hints)
  }

  /** A copy with the hints that the additional details allow. */
  knowing(more: Partial<StsAttempt>): StsRefusal {
    return new StsRefusal(this.code, this.words, { ...this.attempt, ...more })
  }
}

/**
 * The error for a failed call: our description, AWS's message and the next step. It contains no key or
 * token.
 */
export function stsFailure(error: unknown, attempt: StsAttempt): AssumeError {
  if (error instanceof AssumeError) return error
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  if (!isRefusal(error)) return transportFailure(error, attempt, stsService)
  return new StsRefusal(name, message.trim() || 'without a word why', attempt)
}

/** AWS's parsers set `$fault` on a service's error response and use the error code as the name. */
const isRefusal = (error: unknown) =>
  error instanceof Error && '$fault' in error && error.name !== 'Error' && error.name !== 'Unknown'
