import { Command, Option } from 'clipanion'
import { openCache } from '../cache/cache.ts'
import { clearSignedIn } from '../cache/list-sessions.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { activeSession } from '../formats/active-session.ts'
import { optionTable } from '../plan/options/options.ts'
import { allSignIns, namedSignIn } from '../plan/sso/sign-in-session.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { removeIndex } from '../sso/index/index-store.ts'
import { type SignedOut, signOut } from '../sso/sign-in/sign-out.ts'

/** Signs out of IAM Identity Center. Active sessions of shells stay. */
export class LogoutCommand extends Command<CommandContext> {
  static override paths = [['logout']]
  static override usage = commandUsage({
    group: 'Sign in',
    synopsis: '[PROFILE] [OPTIONS]',
    description: 'sign out of IAM Identity Center (SSO)',
    details: `
      Signs out of everything, or only of the sign-in of PROFILE. Shells keep the credentials that they
      have: run assume unset there.
    `,
  })

  profile = Option.String({ name: 'PROFILE', required: false })
  ssoSession = optionField({
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'name of an [sso-session NAME] section',
  })
  allowHttpEndpoint = optionField(optionTable.allowHttpEndpoint)
  quiet = optionField(optionTable.quiet)
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const report = reportTo(this.context, this)
    const inputs = await readPlanInputs(this.context)
    const only = namedSignIn(this.profile, this.ssoSession, inputs, 'logout')
    const options = this.allowHttpEndpoint ? { allowHttpEndpoint: true } : {}
    const left = only ? [only] : allSignIns(inputs)
    for (const { session } of left) removeIndex(session, inputs)
    clearSignedIn(openCache(this.context, inputs.settings), this.context.now())
    for (const line of told(await signOut(only, options, inputs, report))) report.note(line)
    if (activeSession(this.context.env).state === 'ours') {
      report.note('this shell keeps its session until it expires; to drop it: assume unset')
    }
    return 0
  }
}

function told({ tokens, roleKeys }: SignedOut): string[] {
  const keys = roleKeys === 1 ? 'keys of a role' : `keys of ${roleKeys} roles`
  return [
    ...(tokens.length === 0 ? ['you are not signed in'] : [...new Set(tokens)].map(signedOut)),
    ...(roleKeys === 0 ? [] : [`removed from the cache of the AWS CLI: ${keys}`]),
  ]
}

const signedOut = (title: string) => `signed out of ${title}`
