import { loginFile, readLogin } from '../../aws-login/login-token-cache.ts'
import { text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { brokenBy, type Finding, ok } from '../finding.ts'

/** The sign-ins of `aws login`. */
export const loginCache: Check = {
  title: 'sign-ins of aws login',
  look(checkContext) {
    const sessions = new Map<string, string>()
    for (const profile of checkContext.inputs.profiles.profiles.values()) {
      const session = text(profile, 'login_session')
      if (session && !sessions.has(session)) sessions.set(session, profile.name)
    }
    return [...sessions].map(([session, profile]) => ofSession(session, profile, checkContext))
  },
}

function ofSession(session: string, profile: string, { inputs, context }: CheckContext): Finding {
  const file = loginFile(session, inputs.env)
  const hints = [`assume login ${shellWord(profile)}`]
  const why = `profile "${profile}" and all that use this sign-in fail`
  try {
    const login = readLogin(file)
    if (login === undefined) {
      return {
        id: 'login-missing',
        severity: 'note',
        what: `profile "${profile}" is not signed in`,
        why: 'its keys come from a sign-in of aws login',
        hints,
      }
    }
    if (typeof login === 'string') {
      const what = `the sign-in in this file ${login}`
      return { id: 'login-corrupt', severity: 'broken', what, why, hints, file: file.shown }
    }
    return login.keys.expiration > context.now()
      ? ok('login', `signed in by aws login for profile "${profile}"`)
      : ok(
          'login',
          `the sign-in of aws login for profile "${profile}" is renewed when it is needed`,
        )
  } catch (error) {
    if (error instanceof AssumeError) return brokenBy('login-unreadable', error, why)
    throw error
  }
}
