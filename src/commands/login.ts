import { Command, Option } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { optionTable } from '../plan/options/options.ts'
import { ssoEndpoints } from '../plan/sso/sso-endpoints.ts'
import { ssoSessionTitle } from '../plan/sso/sso-session.ts'
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
    synopsis: '[PROFILE] [OPTIONS]',
    description: 'sign in to IAM Identity Center (SSO)',
    details: `
      Signs in for PROFILE, or for the only sso-session. It opens a browser here. Over ssh it shows a code
      to enter in any browser. The AWS CLI uses the same cached token.
    `,
  })

  profile = Option.String({ name: 'PROFILE', required: false })
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
    const asked = await chooseSignIn(this.profile, this.ssoSession, inputs, context, this.noInput)
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
    // The roles of a session without a name have no targets.
    if (session.name !== undefined) {
      const source = { session, endpoints, inputs, interaction }
      await fetchRolesAfterSignIn(source, context, this.quiet)
    }
    return 0
  }
}
