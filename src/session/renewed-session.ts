import { shellWord } from '../formats/posix.ts'
import type { Context } from '../model/context.ts'
import { AssumeError, NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import { type Request, targetName } from '../plan/request.ts'
import { expirationOf, quietRenewal } from './quiet-renewal.ts'

/** A session for as long as it can be renewed without asking anybody. */
export interface RenewedSession {
  /** One that lives. @throws AssumeError when there is none, and none is to be had. */
  current(): Promise<Session>
}

/** SDKs ask for new keys when 5 to 15 minutes are left, and are to find them here. In milliseconds. */
const early = 20 * 60_000

/** After a failure nothing is tried for so long: an SDK may ask 50 times a second. In milliseconds. */
const pause = 5_000

/**
 * @param first whose time has to be limited.
 * @param request that it was made for.
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
        // Whoever asks gets the old one at once while it lives: SDKs wait for a second or two.
        if (!lives()) await renewal
      }
      if (lives()) return session
      throw failure ?? new AssumeError('the session has ended')
    },
  }
}

/** In good time, and never before half of what it has left is over. In milliseconds since 1970. */
function dueOf(session: Session, now: Date): number {
  const expiration = expirationOf(session)
  return Math.max(expiration - early, (now.getTime() + expiration) / 2)
}

/** Said once each, since a report says no warning twice. */
function tell(
  error: AssumeError,
  session: Session,
  request: Request,
  { report }: Interaction,
): void {
  const until = session.credentials.expiration?.toISOString()
  report.warning(
    `the session of ${targetName(request.target)} is not renewed, and ends at ${until}: ${error.message}`,
    error instanceof NeedsPersonError ? elsewhere(request) : error.hints[0],
  )
}

/** A session that is cached under the same plan. */
function elsewhere({ target, options: { refresh: _, ...options } }: Request): string {
  const words = target.kind === 'user-role' ? [target.user, target.role] : [targetName(target)]
  const same = Object.keys(options).length > 0 ? ', with the same options' : ''
  return `the program goes on with what you get in another terminal: assume ${words.map(shellWord).join(' ')}${same}`
}
