import { type Profile, placeOf, text } from '../config/profile.ts'
import { shellWord } from '../formats/posix.ts'
import type { Credentials } from '../model/credentials.ts'
import { NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { profileOf } from '../sources/source.ts'
import { NotNowError } from './aws-sign-in-failure.ts'
import { loginFile, readLogin } from './login-token-cache.ts'
import { type LoginInUse, refreshLogin } from './refresh-login.ts'

// Import this file on demand: few profiles have a `login_session`.

/**
 * The keys of a sign-in by `aws login`, renewed if they end soon.
 *
 * @throws AssumeError if there is no sign-in or AWS does not renew it.
 */
export async function fetchLoginKeys(
  source: Source,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<Credentials> {
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
          `${whose} is not signed in: ${file.shown}, of its login_session (${place}), is missing`,
          [loginCommand],
        )
      }
      if (typeof login === 'string') throw unusable(login)
      return login
    },
  }
}
