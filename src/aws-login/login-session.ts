import { type Profile, placeOf, text } from '../config/profile.ts'
import { shellWord } from '../formats/posix.ts'
import { NeedsPersonError } from '../model/errors.ts'
import { accountOfLogin } from '../plan/endpoint/aws-sign-in-endpoint.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { type ProfileSource, profileOf } from '../sources/source.ts'
import { NotNowError } from './aws-sign-in-failure.ts'
import { loginFile, readLogin } from './login-token-cache.ts'
import { type LoginInUse, refreshLogin } from './refresh-login.ts'

/**
 * A sign-in by `aws login`: a file with keys for 15 minutes, which are renewed until the sign-in expires.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sign-in.html
 */
export const loginSession: ProfileSource = {
  kind: 'login-session',
  short: 'aws login',
  title: 'aws login',
  profileKeys: ['login_session'],
  hasOneCaller: () => true,
  find(profile) {
    const session = text(profile, 'login_session')
    if (session === undefined) return undefined
    const accountId = accountOfLogin(session)
    return {
      kind: 'login-session',
      profile: profile.name,
      identity: session,
      isLongTerm: false,
      ...(accountId && { accountId }),
    }
  },
  async fetch(source, inputs, interaction) {
    const use = loginInUse(profileOf(source, inputs), inputs, interaction.now)
    const login = use.read()
    if (use.lives(login)) return login.keys
    try {
      const renewed = await refreshLogin(use, inputs, interaction)
      return renewed.keys
    } catch (error) {
      const { expiration } = login.keys
      if (!(error instanceof NotNowError) || expiration <= interaction.now()) throw error
      interaction.report.note(
        `${error.message}; the keys of ${use.whose} end at ${expiration.toISOString()}`,
      )
      return login.keys
    }
  },
}

/** Milliseconds. The AWS CLI also renews keys that have less time left. */
const shortestLife = 5 * 60_000

function loginInUse(profile: Profile, { env }: PlanInputs, now: () => Date): LoginInUse {
  const file = loginFile(text(profile, 'login_session') ?? '', env)
  const whose = `profile "${profile.name}"`
  const loginCommand = `aws login --profile ${shellWord(profile.name)}`
  const unusable = (why: string) =>
    new NeedsPersonError(`${file.shown}, the sign-in of ${whose}, ${why}`, [loginCommand])
  return {
    ...file,
    profile,
    whose,
    loginCommand,
    unusable,
    lives: ({ keys }) => keys.expiration.getTime() - now().getTime() > shortestLife,
    read() {
      const login = readLogin(file)
      if (login === undefined) {
        const place = placeOf(profile, 'login_session')
        throw new NeedsPersonError(
          `${whose} is not signed in: ${file.shown}, of its login_session (${place}), is not there`,
          [loginCommand],
        )
      }
      if (typeof login === 'string') throw unusable(login)
      return login
    },
  }
}
