import { Command, Option } from 'clipanion'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { UsageError } from '../model/errors.ts'
import { optionTable } from '../plan/options/options.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { isPortalAddress, portalAddress } from '../plan/sso/portal-address.ts'
import { type SignInTarget, signInAt } from '../plan/sso/sign-in-session.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { chooseSignIn } from '../sso/sign-in/choose-sign-in.ts'
import { loginAsNewProfile, loginToAws } from './base/login-aws.ts'
import { loginToSso } from './base/login-sso.ts'

/** Signs in to IAM Identity Center or AWS Sign-In, for `assume`, the AWS CLI and every SDK. */
export class LoginCommand extends Command<CommandContext> {
  static override paths = [['login']]
  static override usage = commandUsage({
    group: 'Sign in',
    synopsis: '[PROFILE | URL] [OPTIONS]',
    description: 'sign in to IAM Identity Center (SSO) or as in the AWS console',
    details: `
      Signs in for PROFILE, or for the only sso-session. It opens a browser here. Over ssh it shows a code
      to enter in any browser. The AWS CLI uses the same cached token.

      With the URL of your access portal you need no configuration. assume remembers the portal, and
      prints the lines with which other tools find it.

      For a PROFILE with a login_session it does what aws login does. --new is for a PROFILE without one:
      assume prints the lines that it needs.
    `,
    examples: [
      ['Sign in for the first time', '$0 login https://corp.awsapps.com/start --region eu-west-1'],
      ['Sign in again', '$0 login'],
      ['Sign in as in the AWS console, for a new profile', '$0 login --new dev'],
    ],
  })

  profile = Option.String({ name: 'PROFILE', required: false })
  new = optionField({
    name: '--new',
    help: 'sign in as in the AWS console, and print the lines for PROFILE',
  })
  region = optionField({
    ...optionTable.region,
    help: 'region of the sign-in, for --new or a URL that does not contain it',
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
  remote = optionField({ name: '--remote', help: 'sign in with a browser on another machine' })
  useDeviceCode = optionField({
    name: '--use-device-code',
    help: 'the same for IAM Identity Center: show a code to enter in any browser',
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
    const { context, noInput, quiet } = this
    const report = reportTo(context, this)
    const inputs = await readPlanInputs(context)
    const { terminal, now, interrupted } = context
    const interaction = { report, terminal, noInput, now, interrupted }
    const login = { isRemote: this.remote, isShownOnly: this.noBrowser }
    if (this.new) {
      this.refuseForAws()
      const { profile, region } = this
      const given = { profile, region: region && optionTable.region.parse(region) }
      return loginAsNewProfile(given, login, inputs, context, interaction)
    }
    const target = await this.target(inputs)
    if ('login' in target) {
      this.refuseForAws()
      return loginToAws(target.login, login, inputs, context, interaction)
    }
    const sso = {
      target,
      options: this.allowHttpEndpoint ? { allowHttpEndpoint: true as const } : {},
      quiet,
      ...((this.useDeviceCode || this.remote) && { flow: 'device' as const }),
      ...(this.noBrowser && { browser: 'shown-only' as const }),
    }
    return loginToSso(sso, inputs, context, interaction)
  }

  /** The sign-in at a URL, else that of a profile or a session. */
  private target(inputs: PlanInputs): Promise<SignInTarget> | ReturnType<typeof signInAt> {
    const { profile: word, ssoSession, region, name } = this
    if (isPortalAddress(word)) {
      if (ssoSession === undefined) return signInAt(portalAddress(word, region), name, inputs)
      throw new UsageError('the URL and --sso-session both name a sign-in', ['give one of them'])
    }
    const [given] = [region && '--region', name && '--name'].filter((each) => each !== undefined)
    if (given === undefined)
      return chooseSignIn(word, ssoSession, inputs, this.context, this.noInput)
    const what = region ? 'a sign-in at a URL or --new' : 'a sign-in at a URL'
    throw new UsageError(`${given} is for ${what}`, [
      'assume login https://corp.awsapps.com/start --region eu-west-1',
    ])
  }

  /** @throws UsageError for an option that only a sign-in to IAM Identity Center has. */
  private refuseForAws(): void {
    const given = [
      isPortalAddress(this.profile) && 'the URL of a portal',
      this.name && '--name',
      this.ssoSession && '--sso-session',
      this.useDeviceCode && '--use-device-code',
      this.allowHttpEndpoint && '--allow-http-endpoint',
    ].find(Boolean)
    if (!given) return
    const hint = this.useDeviceCode ? ['for a browser on another machine: --remote'] : []
    throw new UsageError(`${given} is for a sign-in to IAM Identity Center`, hint)
  }
}
