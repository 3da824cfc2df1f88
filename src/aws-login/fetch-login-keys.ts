import { type Profile, placeOf, text } from '../config/profile.ts'
import type { Credentials } from '../model/credentials.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { profileOf } from '../sources/source.ts'
import { NotNowError } from './aws-sign-in-failure.ts'
import { LoginNeeded, loginCommandOf } from './login-needed.ts'
import { type Login, loginFile, readLogin } from './login-token-cache.ts'
import { type LoginInUse, refreshLogin } from './refresh-login.ts'

// Import this file on demand: few profiles have a `login_session`.

/**
 * The keys of a sign-in by `aws login`, renewed if they end soon.
 *
 * @throws AssumeError if there is no sign-in or AWS does not renew it.
 */
export const fetchLoginKeys = (
  source: Source,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<Credentials> => loginKeysOf(profileOf(source, inputs), inputs, interaction)

/** The same for a profile. */
export async function loginKeysOf(
  profile: Profile,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<Login['keys']> {
  const use = loginInUse(profile, inputs, interaction.now)
  const login = use.read()
  if (use.lives(login)) return login.keys
  try {
    const renewed = await refreshLogin(use, inputs, interaction)
    return renewed.keys
  } catch (error) {
    const { expiration } = login.keys
    if (!(error instanceof NotNowError) || expiration <= interaction.now()) throw error
    interaction.report.note(
      `${error.message}; the keys of ${use.whose} expire at ${expiration.toISOString()}`,
    )
    return login.keys
  }
}

/** Milliseconds. The AWS CLI also renews keys that have less time left. */
const shortestLife = 5 * 60_000

function loginInUse(profile: Profile, { env }: PlanInputs, now: () => Date): LoginInUse {
  const file = loginFile(text(profile, 'login_session') ?? '', env)
  const whose = `profile "${profile.name}"`
  const unusable = (why: string) =>
    new LoginNeeded(`${file.shown}, the sign-in of ${whose}, ${why}`, profile)
  return {
    ...file,
    profile,
    whose,
    loginCommand: loginCommandOf(profile),
    unusable,
    lives: ({ keys }) => keys.expiration.getTime() - now().getTime() > shortestLife,
    read() {
      const login = readLogin(file)
      if (login === undefined) {
        const place = placeOf(profile, 'login_session')
        throw new LoginNeeded(
          `${whose} is not signed in: ${file.shown}, of its login_session (${place}), is missing`,
          profile,
        )
      }
      if (typeof login === 'string') throw unusable(login)
      return login
    },
  }
}
