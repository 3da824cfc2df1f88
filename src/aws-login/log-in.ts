import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { ownId, whyRefused } from '../config/access.ts'
import { homeDirectory, shownPath } from '../config/paths.ts'
import type { Profile } from '../config/profile.ts'
import { refuseHomeOfOthers } from '../files/private-folder.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { askForTokens, hostOf } from './ask-for-tokens.ts'
import { type LoginOptions, withCodeForLogin } from './code-for-login.ts'
import { loginFolder } from './login-token-cache.ts'
import { type NewLogin, parseNewLogin } from './parse-new-login.ts'
import { saveNewLogin } from './save-new-login.ts'
import { redemptionCauses } from './sign-in-causes.ts'

// Import this file on demand: it is needed only to sign in.

export interface LoginRequest {
  readonly profile: Profile
  readonly endpointConfig: EndpointConfig
  /** The same sign-in again: `assume login bob`. */
  readonly loginCommand: string
  /** Checks the ARN of who signed in. @throws AssumeError if it is not the expected one. */
  accept(session: string): void
}

/**
 * Signs in to AWS Sign-In as `aws login` does, and stores the sign-in where the AWS CLI and the SDKs read it.
 *
 * @throws AssumeError with AWS's message and a next step. The stored sign-in is then unchanged.
 */
export async function logIn(
  { profile, endpointConfig, loginCommand, accept }: LoginRequest,
  options: LoginOptions,
  inputs: PlanInputs,
  context: Context,
  interaction: Interaction,
): Promise<NewLogin> {
  const { env } = inputs
  makeFolder(inputs)
  const { report, now } = interaction
  const whose = `profile "${profile.name}"`
  const about = { profile, whose, loginCommand }
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { region } = endpointConfig
  const login = { endpointConfig, whose, loginCommand, options }
  const signedIn = await withCodeForLogin(login, context, interaction, (issued) => {
    const { clientId, code, redirectUri, codeVerifier } = issued
    report.debug(`redeeming the code of the browser at ${hostOf(endpointConfig)}`)
    return askForTokens(
      {
        grant: { grantType: 'authorization_code', clientId, code, redirectUri, codeVerifier },
        key,
        parse: (response) => parseNewLogin(response, { clientId, key, region, now: now() }),
        causes: redemptionCauses,
        about,
      },
      { endpointConfig, env, report, now },
    )
  })
  accept(signedIn.session)
  await saveNewLogin(signedIn, { env, report }, loginCommand)
  return signedIn
}

/** Nobody should sign in before assume knows that it has a folder to store the sign-in in. */
function makeFolder({ env }: PlanInputs): void {
  const folder = loginFolder(env)
  try {
    // root could not store it for the user whose home this is.
    refuseHomeOfOthers(folder, ownId())
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const shown = shownPath(folder, homeDirectory(env))
    throw new AssumeError(`no sign-in can be stored in ${shown} (${whyRefused(error, shown)})`, [
      'check the owner and mode of the folder; AWS_LOGIN_CACHE_DIRECTORY names another one',
    ])
  }
}
