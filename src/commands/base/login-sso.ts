import type { CommandContext } from '../../cli/context.ts'
import { whyRefused } from '../../config/access.ts'
import { homeDirectory, shownPath } from '../../config/paths.ts'
import { rememberedSessionsPath, rememberSession } from '../../config/remembered-sessions.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { Reporter } from '../../model/reporter.ts'
import { timeLimit } from '../../model/time-limit.ts'
import type { TargetOptions } from '../../plan/options/target-options.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SignInSession } from '../../plan/sso/sign-in-session.ts'
import { ssoEndpoints } from '../../plan/sso/sso-endpoints.ts'
import { type SsoSession, sessionLines, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { signIn } from '../../sso/sign-in/sign-in.ts'
import type { SignInOptions } from '../../sso/sign-in/sign-in-method.ts'
import { ssoToken } from '../../sso/token/sso-token.ts'
import { fetchRolesAfterSignIn } from './fetch-roles.ts'

/** Milliseconds, the same as for an STS call. */
const callTimeoutMs = 15_000

export interface SsoLogin extends SignInOptions {
  /** `isNew`: the sign-in at the URL of a portal that no file has. */
  readonly target: SignInSession & { readonly isNew?: boolean }
  readonly options: TargetOptions
  readonly quiet: boolean
}

/** Signs in to IAM Identity Center, and fetches the roles. With `--no-input` it renews the sign-in. */
export async function loginToSso(
  { target, options, quiet, ...method }: SsoLogin,
  inputs: PlanInputs,
  context: CommandContext,
  interaction: Interaction,
): Promise<number> {
  const { session, profile } = target
  const { report } = interaction
  const endpoints = ssoEndpoints(session, options, profile, inputs)
  const { oidc } = endpoints
  if (interaction.noInput) {
    const name = profile?.name
    const wanted = { session, oidc, ...(name !== undefined && { profile: name }) }
    const token = await ssoToken(wanted, inputs, interaction, timeLimit(callTimeoutMs))
    report.note(
      `still signed in to ${ssoSessionTitle(session)}, until ${token.expiresAt.toISOString()}`,
    )
    return 0
  }
  const { expiresAt, refreshToken } = await signIn(session, oidc, context, interaction, method)
  const renewed = refreshToken === undefined ? '' : ' and renewed automatically'
  report.note(
    `signed in to ${ssoSessionTitle(session)}; the sign-in is valid until ${expiresAt.toISOString()}${renewed}`,
  )
  if (target.isNew) await remember(session, inputs, context, report)
  // The roles of a session without a name have no targets.
  if (session.name !== undefined) {
    const source = { session, endpoints, inputs, interaction }
    await fetchRolesAfterSignIn(source, context, quiet)
  }
  return 0
}

/** Remembers a new sign-in and prints the lines with which other tools find it. */
async function remember(
  session: SsoSession,
  { env }: PlanInputs,
  { writer }: CommandContext,
  report: Reporter,
): Promise<void> {
  const lines = sessionLines({ ...session, name: session.name ?? '' })
  try {
    rememberSession(lines, env)
  } catch (error) {
    const path = shownPath(rememberedSessionsPath(env), homeDirectory(env))
    report.warning(`the sign-in is not remembered in ${path}: ${whyRefused(error)}`)
  }
  report.note('this sign-in is remembered; for other tools, add these lines to ~/.aws/config:')
  await writer.toStdout(lines)
}
