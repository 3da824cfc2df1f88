import type { Context } from '../../model/context.ts'
import { AssumeError, InterruptedError, UsageError } from '../../model/errors.ts'
import { inCharset } from '../../model/in-charset.ts'
import { visible } from '../../model/visible.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { allLogins } from '../../plan/sso/login-profile.ts'
import { allSignIns, namedSignIn, type SignInTarget } from '../../plan/sso/sign-in-session.ts'
import { firstSignInHint, ssoSessionTitle } from '../../plan/sso/sso-session.ts'

/**
 * The named sign-in, or the only one. If there are several, the user selects one. Those of profiles with a
 * `login_session` count only if there is none to IAM Identity Center, because a profile is named for them.
 *
 * @throws UsageError if there are several and the user cannot be asked, AssumeError if there is none.
 */
export async function chooseSignIn(
  profile: string | undefined,
  ssoSession: string | undefined,
  inputs: PlanInputs,
  context: Context,
  noInput = false,
): Promise<SignInTarget> {
  const named = namedSignIn(profile, ssoSession, inputs, 'login')
  if (named) return named
  const sessions = allSignIns(inputs)
  const all = sessions.length > 0 ? sessions : allLogins(inputs)
  const [only, ...more] = all
  if (!only) {
    throw new AssumeError('no profile has a sign-in', [
      firstSignInHint,
      'to sign in as in the AWS console: assume login --new',
    ])
  }
  if (more.length === 0) return only
  return context.terminal.isThere() && !noInput ? askWhich(all, context) : refuse(all)
}

const titleOf = (target: SignInTarget) =>
  'login' in target ? `profile "${target.login.name}"` : ssoSessionTitle(target.session)

function refuse(all: readonly SignInTarget[]): never {
  const hint =
    all[0] && 'login' in all[0]
      ? 'name the profile'
      : 'name one with --sso-session, or name a profile'
  throw new UsageError(`there are several sign-ins: ${all.map(titleOf).join(', ')}`, [hint])
}

async function askWhich(
  all: readonly SignInTarget[],
  { writer, terminal, env }: Context,
): Promise<SignInTarget> {
  const lines = all.map((target, index) => `  ${index + 1}  ${visible(titleOf(target))}\n`)
  await writer.toStderr(inCharset(lines.join(''), env))
  const chosen = (line: string) => (/^\d{1,4}$/.test(line) ? all[Number(line) - 1] : undefined)
  const { terminalLine } = await import('../../terminal/terminal-line.ts')
  const line = await terminalLine(terminal, 'which? ', (typed) =>
    chosen(typed.trim()) ? undefined : `a number from 1 to ${all.length}`,
  )
  const found = chosen(line?.trim() ?? '')
  if (!found) throw new InterruptedError()
  return found
}
