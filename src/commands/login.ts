import { Command, Option } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { whyRefused } from '../config/access.ts'
import { homeDirectory, shownPath } from '../config/paths.ts'
import { rememberedSessionsPath, rememberSession } from '../config/remembered-sessions.ts'
import { UsageError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { optionTable } from '../plan/options/options.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { isPortalAddress, portalAddress } from '../plan/sso/portal-address.ts'
import { type SignInSession, signInAt } from '../plan/sso/sign-in-session.ts'
import { ssoEndpoints } from '../plan/sso/sso-endpoints.ts'
import { type SsoSession, sessionLines, ssoSessionTitle } from '../plan/sso/sso-session.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { chooseSignIn } from '../sso/sign-in/choose-sign-in.ts'
import { signIn } from '../sso/sign-in/sign-in.ts'
import { ssoToken } from '../sso/token/sso-token.ts'
import { fetchRolesAfterSignIn } from './base/fetch-roles.ts'

/** Milliseconds, the same as for an STS call. */
const callTimeoutMs = 15_000

/** Signs in to IAM Identity Center, for `assume`, the AWS CLI and every SDK. */
export class LoginCommand extends Command<CommandContext> {
  static override paths = [['login']]
  static override usage = commandUsage({
    group: 'Sign in',
    synopsis: '[PROFILE | URL] [OPTIONS]',
    description: 'sign in to IAM Identity Center (SSO)',
    details: `
      Signs in for PROFILE, or for the only sso-session. It opens a browser here. Over ssh it shows a code
      to enter in any browser. The AWS CLI uses the same cached token.

      With the URL of your access portal you need no configuration. assume remembers the portal, and
      prints the lines with which other tools find it.
    `,
    examples: [
      ['Sign in for the first time', '$0 login https://corp.awsapps.com/start --region eu-west-1'],
      ['Sign in again', '$0 login'],
    ],
  })

  profile = Option.String({ name: 'PROFILE', required: false })
  region = optionField({
    name: '--region',
    short: '-r',
    metavariable: 'REGION',
    completes: 'region',
    help: 'region of IAM Identity Center, for a URL that does not contain it',
  })
  name = optionField({
    name: '--name',
    metavariable: 'NAME',
    help: 'name of the sign-in at this URL (default: from the URL)',
  })
  ssoSession = optionField({
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'name of an [sso-session NAME] section',
  })
  useDeviceCode = optionField({
    name: '--use-device-code',
    help: 'show a code to enter in any browser',
  })
  noBrowser = optionField({ name: '--no-browser', help: 'print the URL and open nothing' })
  allowHttpEndpoint = optionField(optionTable.allowHttpEndpoint)
  noInput = optionField({
    name: '--no-input',
    help: 'never ask: renew the sign-in if possible, else exit with status 3',
  })
  quiet = optionField({ name: '--quiet', help: 'print errors and the sign-in URL only' })
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const { context } = this
    const report = reportTo(context, this)
    const inputs = await readPlanInputs(context)
    const asked = await this.asked(inputs)
    const { session, profile } = asked
    const options = this.allowHttpEndpoint ? { allowHttpEndpoint: true } : {}
    const endpoints = ssoEndpoints(session, options, profile, inputs)
    const { oidc } = endpoints
    const { terminal, now, interrupted } = context
    const interaction = { report, terminal, noInput: this.noInput, now, interrupted }
    if (this.noInput) {
      const name = profile?.name
      const wanted = { session, oidc, ...(name !== undefined && { profile: name }) }
      const token = await ssoToken(wanted, inputs, interaction, AbortSignal.timeout(callTimeoutMs))
      report.note(
        `still signed in to ${ssoSessionTitle(session)}, until ${token.expiresAt.toISOString()}`,
      )
      return 0
    }
    const { expiresAt, refreshToken } = await signIn(session, oidc, context, interaction, {
      ...(this.useDeviceCode && { flow: 'device' }),
      ...(this.noBrowser && { browser: 'shown-only' }),
    })
    const renewed = refreshToken === undefined ? '' : ' and renewed automatically'
    report.note(
      `signed in to ${ssoSessionTitle(session)}; the sign-in is valid until ${expiresAt.toISOString()}${renewed}`,
    )
    if ('isNew' in asked && asked.isNew) await this.remember(session, inputs, report)
    // The roles of a session without a name have no targets.
    if (session.name !== undefined) {
      const source = { session, endpoints, inputs, interaction }
      await fetchRolesAfterSignIn(source, context, this.quiet)
    }
    return 0
  }

  /** The sign-in at a URL, else that of a profile or a session. */
  private asked(inputs: PlanInputs): Promise<SignInSession> | ReturnType<typeof signInAt> {
    const { profile: word, ssoSession, region, name } = this
    if (isPortalAddress(word)) {
      if (ssoSession === undefined) return signInAt(portalAddress(word, region), name, inputs)
      throw new UsageError('the URL and --sso-session both name a sign-in', ['give one of them'])
    }
    const [given] = [region && '--region', name && '--name'].filter((each) => each !== undefined)
    if (given === undefined)
      return chooseSignIn(word, ssoSession, inputs, this.context, this.noInput)
    throw new UsageError(`${given} is for a sign-in at a URL`, [
      'assume login https://corp.awsapps.com/start --region eu-west-1',
    ])
  }

  /** Remembers a new sign-in and prints the lines with which other tools find it. */
  private async remember(
    session: SsoSession,
    { env }: PlanInputs,
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
    await this.context.writer.toStdout(lines)
  }
}
