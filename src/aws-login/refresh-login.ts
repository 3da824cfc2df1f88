import { realpathSync } from 'node:fs'
import { ownId, whyDenied } from '../config/access.ts'
import { pastedPath } from '../config/paths.ts'
import type { Profile } from '../config/profile.ts'
import { refuseHomeOfOthers } from '../files/private-folder.ts'
import type { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { sayIfSlow } from '../model/say-if-slow.ts'
import { awsSignInEndpoint } from '../plan/endpoint/aws-sign-in-endpoint.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { writePrivateJson } from '../sources/private-json.ts'
import { askForTokens, hostOf } from './ask-for-tokens.ts'
import { NotNowError } from './aws-sign-in-failure.ts'
import { dpopKey } from './dpop-proof.ts'
import { type Login, wrongPart } from './login-token-cache.ts'
import { parseTokenResponse } from './parse-token-response.ts'
import { renewalCauses } from './sign-in-causes.ts'

/** A sign-in in its file, with descriptions for messages. */
export interface LoginInUse {
  readonly profile: Profile
  readonly path: string
  /** The path for messages: `~/.aws/login/cache/….json`. */
  readonly shown: string
  /** The profile for messages: `profile "bob"`. */
  readonly whose: string
  /** `assume login bob`. */
  readonly loginCommand: string
  /** @throws AssumeError if the file is missing or invalid. */
  read(): Login
  /** Returns true if the keys need no renewal yet. */
  lives(login: Login): boolean
  unusable(why: string): AssumeError
}

/** Milliseconds, longer than a renewal can take. */
const lockTimeoutMs = 20_000

/**
 * Obtains the next keys, and stores them with the next refresh token, because a refresh token works once.
 * One process at a time does this; the others read its result.
 */
export async function refreshLogin(
  use: LoginInUse,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<Login> {
  refuseForRoot(use)
  const { lockFile } = await import('../files/file-lock.ts')
  const lock = await sayIfSlow(
    interaction.report,
    `another assume, which is renewing the sign-in of ${use.whose}`,
    () => lockFile(`${use.path}.lock`, lockTimeoutMs),
  )
  if (lock.state === 'busy') throw tooLong(use, lock.pid)
  // A file that is not our lock can be the lock of another program.
  if (lock.state === 'impossible' && lock.code === 'EEXIST') throw notOurs(use)
  // If the file system cannot create a lock, saving the new sign-in fails too, and that is reported.
  try {
    const login = use.read()
    if (use.lives(login)) return login
    const renewed = await askedFor(login, use, inputs, interaction)
    save(renewed, use, interaction)
    return renewed
  } finally {
    if (lock.state === 'held') lock.release()
  }
}

async function askedFor(
  login: Login,
  use: LoginInUse,
  inputs: PlanInputs,
  { report, now }: Interaction,
): Promise<Login> {
  const key = dpopKey(login.dpopKey)
  if (!key) throw use.unusable(wrongPart('dpopKey'))
  const endpointConfig = awsSignInEndpoint(use.profile, login.signInRegion, inputs)
  report.debug(`renewing the sign-in of ${use.whose} at ${hostOf(endpointConfig)}`)
  const { clientId, refreshToken } = login
  return askForTokens(
    {
      grant: { grantType: 'refresh_token', clientId, refreshToken },
      key,
      parse: (response) => parseTokenResponse(login, response, now()),
      causes: renewalCauses,
      about: use,
    },
    { endpointConfig, env: inputs.env, report, now },
  )
}

function save({ written }: Login, use: LoginInUse, { report }: Interaction): void {
  try {
    // A link stays; the file that it points to is replaced.
    writePrivateJson(realpathSync(use.path), written)
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    const why = whyDenied(failure, use.shown) ?? failure.code
    report.warning(
      `the renewed sign-in of ${use.whose} cannot be written to ${use.shown} (${why}); its keys are valid, but the sign-in in the file is used up`,
      `fix that, then sign in again: ${use.loginCommand}`,
    )
  }
}

/** root does not use up the refresh token, because it could not store the next one for the user. */
function refuseForRoot({ path, whose, shown }: LoginInUse): void {
  try {
    refuseHomeOfOthers(path, ownId())
  } catch (error) {
    throw new NotNowError(
      `the sign-in of ${whose} is not renewed: ${shown}: ${(error as Error).message}`,
      ['run assume as the user whose sign-in it is'],
    )
  }
}

function notOurs({ whose, shown }: LoginInUse): AssumeError {
  return new NotNowError(
    `the sign-in of ${whose} is not renewed: what lies at ${shown}.lock is no lock of ours`,
    [`if no other program needs it: rm ${pastedPath(`${shown}.lock`)}`],
  )
}

function tooLong({ whose, shown }: LoginInUse, pid: number | undefined): AssumeError {
  const who = pid === undefined ? 'another program' : `another program (pid ${pid})`
  return new NotNowError(
    `${who} has been renewing the sign-in of ${whose} for more than ${lockTimeoutMs / 1000} seconds`,
    [
      pid === undefined
        ? `if none does: rm ${pastedPath(`${shown}.lock`)}`
        : `if it hangs: kill ${pid}`,
    ],
  )
}
