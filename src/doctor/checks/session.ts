import { activeSession } from '../../formats/active-session.ts'
import { shownTime } from '../../model/time-left.ts'
import { sessionStatus } from '../../session/session-status.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'

/** The active session of this shell. */
export const session: Check = {
  title: 'the session of this shell',
  look(checkContext) {
    switch (activeSession(checkContext.context.env).state) {
      case 'none':
        return []
      case 'foreign':
        return [foreign]
      case 'ours':
        return [active(checkContext)]
    }
  },
}

const foreign: Finding = {
  id: 'session-over-written',
  severity: 'note',
  what: 'other keys were exported over the session from assume, which ended it',
  why: 'programs use those keys, and the prompt shows no role',
  hints: ['to remove the rest of the session: assume unset'],
}

function active({ context, cache }: CheckContext): Finding {
  const { label = 'a role', secondsLeft, expires } = sessionStatus(context, cache)
  if (secondsLeft === undefined) return ok('session', `this shell holds ${label}`)
  if (secondsLeft > 0) {
    return ok('session', `this shell holds ${label}, for ${shownTime(secondsLeft)}`)
  }
  return {
    id: 'session-expired',
    severity: 'warning',
    what: `the session of ${label} in this shell ended at ${expires}`,
    why: 'AWS rejects its keys',
    hints: ['assume refresh, or drop it: assume unset'],
  }
}
