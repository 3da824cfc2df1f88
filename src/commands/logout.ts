import { Command, Option } from 'clipanion'
import { removeLogins } from '../aws-login/remove-login.ts'
import { openCache } from '../cache/cache.ts'
import { clearSignedIn } from '../cache/list-sessions.ts'
import { commandUsage } from '../cli/command-usage.ts'
import type { CommandContext } from '../cli/context.ts'
import { optionField } from '../cli/option-field.ts'
import { reportTo } from '../cli/report.ts'
import { whyRefused } from '../config/access.ts'
import { homeDirectory, shownPath } from '../config/paths.ts'
import { forgetSessions, rememberedSessionsPath } from '../config/remembered-sessions.ts'
import { activeSession } from '../formats/active-session.ts'
import { AssumeError, UsageError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { optionTable } from '../plan/options/options.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import {
  allSignIns,
  namedSignIn,
  type SignInSession,
  type SignInTarget,
} from '../plan/sso/sign-in-session.ts'
import { ssoSessionTitle } from '../plan/sso/sso-session.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { removeIndex } from '../sso/index/index-store.ts'
import { type SignedOut, signOut } from '../sso/sign-in/sign-out.ts'

/** Signs out of IAM Identity Center and AWS Sign-In. Active sessions of shells stay. */
export class LogoutCommand extends Command<CommandContext> {
  static override paths = [['logout']]
  static override usage = commandUsage({
    group: 'Sign in',
    synopsis: '[PROFILE] [OPTIONS]',
    description: 'sign out',
    details: `
      Signs out of everything, or only of the sign-in of PROFILE. Shells keep the credentials that they
      have: run assume unset there. A sign-in that assume login URL has made stays known, unless you give
      --forget.
    `,
    examples: [
      ['Sign out of everything', '$0 logout'],
      ['Forget a sign-in that assume login URL has made', '$0 logout --sso-session corp --forget'],
    ],
  })

  profile = Option.String({ name: 'PROFILE', required: false })
  ssoSession = optionField({
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'name of an [sso-session NAME] section',
  })
  forget = optionField({
    name: '--forget',
    help: 'also forget the sign-ins that assume login URL has made',
  })
  allowHttpEndpoint = optionField(optionTable.allowHttpEndpoint)
  quiet = optionField(optionTable.quiet)
  debug = optionField(optionTable.debug)

  async execute(): Promise<number> {
    const report = reportTo(this.context, this)
    const inputs = await readPlanInputs(this.context)
    const only = namedSignIn(this.profile, this.ssoSession, inputs, 'logout')
    const login = only && 'login' in only ? only.login : undefined
    const sso = only && 'session' in only ? only : undefined
    const forgotten = this.forget ? namesToForget(only, inputs) : []
    const kinds = [...(login ? [] : ['sso' as const]), ...(sso ? [] : ['login-session' as const])]
    const cache = openCache(this.context, inputs.settings)
    clearSignedIn(cache, kinds, this.context.now())
    const { tokens, roleKeys } = login ? nothing : await this.ofSso(sso, inputs, report)
    const logins = sso ? [] : await removeLogins(login, inputs, report)
    for (const line of told([...tokens, ...logins], roleKeys)) report.note(line)
    if (logins.length > 0) {
      report.note(
        'programs that already have keys of this sign-in can use them for up to 15 minutes',
      )
    }
    if (forgotten.length > 0) forget(forgotten, inputs, report)
    if (activeSession(this.context.env).state === 'ours') {
      report.note('this shell keeps its session until it expires; to drop it: assume unset')
    }
    return 0
  }

  private ofSso(
    only: SignInSession | undefined,
    inputs: PlanInputs,
    report: Reporter,
  ): Promise<SignedOut> {
    const left = only ? [only] : allSignIns(inputs)
    for (const { session } of left) removeIndex(session, inputs)
    const options = this.allowHttpEndpoint ? { allowHttpEndpoint: true as const } : {}
    return signOut(only, options, inputs, report)
  }
}

/** @throws UsageError if `assume login URL` has not made the sign-in. */
function namesToForget(only: SignInTarget | undefined, inputs: PlanInputs): readonly string[] {
  if (!only) return [...inputs.rememberedSessions().keys()]
  if ('session' in only && only.session.isRemembered && only.session.name !== undefined) {
    return [only.session.name]
  }
  const title = 'session' in only ? ssoSessionTitle(only.session) : only.login.name
  throw new UsageError(
    `--forget is for a sign-in that assume login URL has made, and "${title}" is in your configuration`,
    ['assume never changes ~/.aws/config: delete the section there'],
  )
}

/** @throws AssumeError if the file cannot be changed. */
function forget(names: readonly string[], { env }: PlanInputs, report: Reporter): void {
  try {
    forgetSessions(names, env)
  } catch (error) {
    const path = shownPath(rememberedSessionsPath(env), homeDirectory(env))
    throw new AssumeError(`cannot forget a sign-in in ${path}: ${whyRefused(error)}`)
  }
  for (const name of names) report.note(`forgot ${name}: assume no longer knows this sign-in`)
}

const nothing: SignedOut = { tokens: [], roleKeys: 0 }

/** @param from the sign-ins that have ended. */
function told(from: readonly string[], roleKeys: number): string[] {
  const keys = roleKeys === 1 ? 'keys of a role' : `keys of ${roleKeys} roles`
  return [
    ...(from.length === 0 ? ['you are not signed in'] : [...new Set(from)].map(signedOut)),
    ...(roleKeys === 0 ? [] : [`removed from the cache of the AWS CLI: ${keys}`]),
  ]
}

const signedOut = (title: string) => `signed out of ${title}`
