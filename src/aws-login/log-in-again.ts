import { type Profile, placeOf, text } from '../config/profile.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { awsSignInEndpoint } from '../plan/endpoint/aws-sign-in-endpoint.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { LoginOptions } from './code-for-login.ts'
import { logIn } from './log-in.ts'
import { loginCommandOf } from './login-needed.ts'
import type { NewLogin } from './parse-new-login.ts'

/**
 * Signs in for a profile that has a `login_session`.
 *
 * @throws AssumeError also if another identity signs in, whose sign-in is not stored.
 */
export function logInAgain(
  profile: Profile,
  options: LoginOptions,
  inputs: PlanInputs,
  context: Context,
  interaction: Interaction,
): Promise<NewLogin> {
  const wanted = text(profile, 'login_session')
  const loginCommand = loginCommandOf(profile)
  const request = {
    profile,
    // The region of an earlier sign-in has no meaning for this one.
    endpointConfig: awsSignInEndpoint(profile, undefined, inputs),
    loginCommand,
    accept(session: string) {
      if (session === wanted) return
      throw new AssumeError(
        `you signed in as ${session}, but the login_session of profile "${profile.name}" is ${wanted} (${placeOf(profile, 'login_session')})`,
        [
          `sign in as that identity: ${loginCommand}`,
          `or see how the profile gets the other one: ${loginCommand} --new`,
        ],
      )
    },
  }
  return logIn(request, options, inputs, context, interaction)
}
