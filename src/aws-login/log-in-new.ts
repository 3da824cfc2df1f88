import { headerFor } from '../config/parse/section-name.ts'
import { type Profile, placeOf, text } from '../config/profile.ts'
import type { Context } from '../model/context.ts'
import { UsageError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { awsSignInEndpoint } from '../plan/endpoint/aws-sign-in-endpoint.ts'
import { findProfile, refuseTeamKeys } from '../plan/find-profile.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { credentialKeyOf } from '../plan/sso/login-profile.ts'
import type { LoginOptions } from './code-for-login.ts'
import { logIn } from './log-in.ts'
import { loginCommandOf } from './login-needed.ts'

/** The lines that make a profile use a sign-in. */
export interface ProfileLines {
  /** The ARN of who signed in. */
  readonly session: string
  /** Where the lines belong: `add these lines to ~/.aws/config`. Absent if the profile has them already. */
  readonly whereTo?: string
  readonly lines: string
}

/**
 * Signs in as whoever uses the browser, for a profile that has no `login_session` yet, or that of another
 * identity. `aws login` writes the lines into `~/.aws/config`, which `assume` never writes.
 *
 * @param region of the sign-in. The default is that of the profile or of the environment.
 * @throws UsageError for a profile with other credentials, which would take precedence.
 */
export async function logInNew(
  name: string,
  region: string | undefined,
  options: LoginOptions,
  inputs: PlanInputs,
  context: Context,
  interaction: Interaction,
): Promise<ProfileLines> {
  const profile = findProfile(name, inputs) ?? newProfile(name)
  refuseTeamKeys(profile)
  refuseOtherCredentials(profile)
  const endpointConfig = awsSignInEndpoint(profile, region, inputs)
  const loginCommand = `${loginCommandOf(profile)} --new${region ? ` --region ${region}` : ''}`
  const request = { profile, endpointConfig, loginCommand, accept() {} }
  const { session } = await logIn(request, options, inputs, context, interaction)
  return linesFor(profile, session, endpointConfig.region, inputs)
}

function newProfile(name: string): Profile {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/^[^\x00-\x1f\x7f\]]{1,200}$/.test(name)) return { name, keys: new Map() }
  throw new UsageError('no section of ~/.aws/config can have this name', [
    'choose a name of letters, digits and hyphens',
  ])
}

/** The AWS CLI refuses them, too. */
function refuseOtherCredentials(profile: Profile): void {
  const key = credentialKeyOf(profile)
  if (key === undefined) return
  throw new UsageError(
    `profile "${profile.name}" has other credentials, which come before a sign-in: ${key} (${placeOf(profile, key)})`,
    ['choose the name of a new profile, or remove them there'],
  )
}

function linesFor(
  profile: Profile,
  session: string,
  region: string,
  { profiles: { files } }: PlanInputs,
): ProfileLines {
  const old = text(profile, 'login_session')
  if (old === session) return { session, lines: '' }
  const line = `login_session = ${session}\n`
  if (old !== undefined) {
    const whereTo = `replace the login_session of profile "${profile.name}" (${placeOf(profile, 'login_session')})`
    return { session, whereTo, lines: line }
  }
  const place = placeOf(profile)
  // The AWS CLI renews a sign-in in the region of the profile, which must be that of the sign-in.
  const all = text(profile, 'region') ? line : `${line}region = ${region}\n`
  if (place !== undefined) {
    return { session, whereTo: `add to profile "${profile.name}" (${place})`, lines: all }
  }
  const header = headerFor({ kind: 'profile', name: profile.name })
  const whereTo = `add these lines to ${files.config ?? '~/.aws/config'}`
  return { session, whereTo, lines: `${header}\n${all}` }
}
