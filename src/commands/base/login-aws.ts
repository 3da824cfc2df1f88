import type { LoginOptions } from '../../aws-login/code-for-login.ts'
import type { CommandContext } from '../../cli/context.ts'
import type { Profile } from '../../config/profile.ts'
import { NeedsPersonError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'

/** Signs in for a profile with a `login_session`. With `--no-input` it renews the sign-in. */
export async function loginToAws(
  profile: Profile,
  options: LoginOptions,
  inputs: PlanInputs,
  context: CommandContext,
  interaction: Interaction,
): Promise<number> {
  const whose = `profile "${profile.name}"`
  if (interaction.noInput) {
    const { loginKeysOf } = await import('../../aws-login/fetch-login-keys.ts')
    await loginKeysOf(profile, inputs, interaction)
    interaction.report.note(`still signed in for ${whose}`)
    return 0
  }
  const { logInAgain } = await import('../../aws-login/log-in-again.ts')
  const { session } = await logInAgain(profile, options, inputs, context, interaction)
  interaction.report.note(signedIn(session, whose))
  return 0
}

/** Signs in, and prints the lines with which a profile uses the sign-in. */
export async function loginAsNewProfile(
  given: { readonly profile: string | undefined; readonly region: string | undefined },
  options: LoginOptions,
  inputs: PlanInputs,
  context: CommandContext,
  interaction: Interaction,
): Promise<number> {
  if (interaction.noInput) {
    throw new NeedsPersonError('a new sign-in needs a person, and --no-input asks nobody')
  }
  const { AWS_PROFILE, AWS_DEFAULT_PROFILE } = inputs.env
  const name = given.profile ?? (AWS_PROFILE || AWS_DEFAULT_PROFILE || 'default')
  const { logInNew } = await import('../../aws-login/log-in-new.ts')
  const made = await logInNew(name, given.region, options, inputs, context, interaction)
  interaction.report.note(signedIn(made.session, `profile "${name}"`))
  if (made.whereTo === undefined) return 0
  interaction.report.note(`to use the sign-in, ${made.whereTo}:`)
  await context.writer.toStdout(made.lines)
  return 0
}

const signedIn = (session: string, whose: string) =>
  `signed in as ${session} for ${whose}; its keys are renewed automatically`
