import { shellWord } from '../formats/posix.ts'
import type { Context } from '../model/context.ts'
import { AssumeError, NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import { type Request, targetName } from '../plan/request.ts'
import { expirationOf, quietRenewal } from './quiet-renewal.ts'

/** A session that is renewed as long as the renewal needs no user. */
export interface RenewedSession {
  /** An unexpired session. @throws AssumeError if it has expired and cannot be renewed. */
  current(): Promise<Session>
}

/** Milliseconds. SDKs ask for new keys 5 to 15 minutes before the expiration, so renewal starts earlier. */
const early = 20 * 60_000

/** Milliseconds without an attempt after a failure. An SDK can ask 50 times a second. */
const pause = 5_000

/**
 * @param first a session that has an expiration.
 * @param request the request that `first` was obtained with.
 */
export function renewedSession(
  first: Session,
  request: Request,
  context: Context,
  interaction: Interaction,
): RenewedSession {
  let session = first
  let due = dueOf(first, interaction.now())
  let failure: unknown
  let renewal: Promise<void> | undefined

  const lives = () => expirationOf(session) > interaction.now().getTime()

  const renew = async () => {
    try {
      session = await quietRenewal(session, request, context, interaction)
      failure = undefined
      due = dueOf(session, interaction.now())
    } catch (error) {
      if (error instanceof AssumeError) tell(error, session, request, interaction)
      failure = error
      due = interaction.now().getTime() + pause
    } finally {
      renewal = undefined
    }
  }

  return {
    async current() {
      if (interaction.now().getTime() >= due) {
        renewal ??= renew()
        // SDKs wait only a second or two, so an unexpired session is returned at once.
        if (!lives()) await renewal
      }
      if (lives()) return session
      throw failure ?? new AssumeError('the session has ended')
    },
  }
}

/**
 * The time when renewal starts, in milliseconds since 1970: before SDKs ask, but not before half of the
 * remaining time has passed.
 */
function dueOf(session: Session, now: Date): number {
  const expiration = expirationOf(session)
  return Math.max(expiration - early, (now.getTime() + expiration) / 2)
}

/** Each message appears once, because a reporter does not repeat a warning. */
function tell(
  error: AssumeError,
  session: Session,
  request: Request,
  { report }: Interaction,
): void {
  const until = session.credentials.expiration?.toISOString()
  report.warning(
    `the session of ${targetName(request.target)} is not renewed and expires at ${until}: ${error.message}`,
    error instanceof NeedsPersonError ? elsewhere(request) : error.hints[0],
  )
}

/** The command that caches a session under the same plan in another terminal. */
function elsewhere({ target, options: { refresh: _, ...options } }: Request): string {
  const words = target.kind === 'user-role' ? [target.user, target.role] : [targetName(target)]
  const same = Object.keys(options).length > 0 ? ', with the same options' : ''
  return `to give the program new keys, run in another terminal: assume ${words.map(shellWord).join(' ')}${same}`
}
