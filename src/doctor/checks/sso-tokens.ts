import { statSync } from 'node:fs'
import { accessTrouble } from '../../config/access.ts'
import { pastedPath, shown } from '../../config/paths.ts'
import { text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import { shownTime } from '../../model/time-left.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { type SsoSession, ssoSessionOf, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { canRefresh } from '../../sso/token/sso-refresh.ts'
import { readSsoToken, ssoTokenPath } from '../../sso/token/sso-token-cache.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'
import { unusable } from '../unusable.ts'

/** The IAM Identity Center sign-ins that profiles need. */
export const ssoTokens: Check = {
  title: 'sign-ins to IAM Identity Center',
  look: (checkContext) =>
    [...usedSessions(checkContext.inputs)].flatMap((used) => ofSession(used, checkContext)),
}

interface Used {
  readonly session: SsoSession
  /** A profile that uses the sign-in. */
  readonly profile: string
}

/** Each sign-in once. Another check reports invalid profiles. */
function usedSessions({ profiles }: PlanInputs): Iterable<Used> {
  const used = new Map<string, Used>()
  for (const profile of profiles.profiles.values()) {
    if (!text(profile, 'sso_session') && !text(profile, 'sso_start_url')) continue
    try {
      const session = ssoSessionOf(profile, profiles)
      const key = JSON.stringify([session.name, session.startUrl])
      if (!used.has(key)) used.set(key, { session, profile: profile.name })
    } catch (error) {
      if (!(error instanceof AssumeError)) throw error
    }
  }
  return used.values()
}

function ofSession({ session, profile }: Used, { context, inputs }: CheckContext): Finding[] {
  const title = ssoSessionTitle(session)
  const path = ssoTokenPath(session, inputs.env)
  const file = shown(path, context)
  const login = `assume login ${shellWord(profile)}`
  const trouble = accessTrouble(path, context.userId)
  if (trouble) {
    return [unusable('sso-token-unreadable', trouble, `you are not signed in to ${title}`, context)]
  }
  const mode = modeOf(path)
  if (mode !== undefined && (mode & 0o077) !== 0) {
    return [
      {
        id: 'sso-token-open',
        severity: 'warning',
        what: 'other users can read or change the token of a sign-in',
        why: 'anyone who has it can use all your roles until it expires',
        hints: [`chmod 600 ${pastedPath(file)}`],
        file,
      },
    ]
  }
  const token = readSsoToken(session, inputs.env)
  const left = (token?.expiresAt.getTime() ?? 0) - context.now().getTime()
  if (token && left > 0) {
    return [ok('sso-token', `signed in to ${title}, for ${shownTime(left / 1000)}`)]
  }
  if (token && canRefresh(token, context.now())) {
    return [ok('sso-token', `the sign-in to ${title} is renewed when it is needed`)]
  }
  if (mode !== undefined && !token) {
    return [
      {
        id: 'sso-token-corrupt',
        severity: 'warning',
        what: 'this file should contain a token, and does not',
        why: `you are not signed in to ${title}`,
        hints: [login],
        file,
      },
    ]
  }
  return [
    {
      id: token ? 'sso-token-expired' : 'sso-token-missing',
      severity: 'note',
      what: token
        ? `the sign-in to ${title} ended at ${token.expiresAt.toISOString()}`
        : `you are not signed in to ${title}`,
      why: 'its profiles need a sign-in first',
      hints: [login],
    },
  ]
}

function modeOf(path: string): number | undefined {
  try {
    return statSync(path).mode
  } catch {
    return undefined
  }
}
