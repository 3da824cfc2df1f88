import { Command, Option } from 'clipanion'
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

/** Milliseconds, the same as for an STS call. */
const callTimeoutMs = 15_000

/** Signs in to IAM Identity Center, for `assume`, the AWS CLI and every SDK. */
export class LoginCommand extends Command<CommandContext> {
  static override paths = [['login']]
  static override usage = Command.Usage({
    description: 'sign in to IAM Identity Center (SSO)',
    details: `
      Of PROFILE, or of the only sso-session there is. In a browser on this machine; where none can
      be opened, as over ssh, with a code for any other. The token is cached where the AWS CLI caches
      it, and is good for both.
    `,
  })

  profile = Option.String({ name: 'PROFILE', required: false })
  ssoSession = optionField({
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'name of an [sso-session NAME]',
  })
  useDeviceCode = optionField({ name: '--use-device-code', help: 'with a code, in any browser' })
  noBrowser = optionField({ name: '--no-browser', help: 'show the page, and open nothing' })
  allowHttpEndpoint = optionField(optionTable.allowHttpEndpoint)
  noInput = optionField({
    name: '--no-input',
    help: 'need nobody: renew the sign-in if that is possible, else exit 3',
  })
  quiet = optionField({ name: '--quiet', help: 'say nothing but errors and where to sign in' })
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const { context } = this
    const report = reportTo(context, this)
    const inputs = await readPlanInputs(context)
    const asked = await chooseSignIn(this.profile, this.ssoSession, inputs, context, this.noInput)
    const { session, profile } = asked
    const options = this.allowHttpEndpoint ? { allowHttpEndpoint: true } : {}
    const { oidc } = ssoEndpoints(session, options, profile, inputs)
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
    const renewed = refreshToken === undefined ? '' : ', and is renewed by itself'
    report.note(
      `signed in to ${ssoSessionTitle(session)}; the token is good until ${expiresAt.toISOString()}${renewed}`,
    )
    return 0
  }
}
