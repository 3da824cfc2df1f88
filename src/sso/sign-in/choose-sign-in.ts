import type { Context } from '../../model/context.ts'
import { AssumeError, InterruptedError, UsageError } from '../../model/errors.ts'
import { inCharset } from '../../model/in-charset.ts'
import { visible } from '../../model/visible.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import {
  allSignIns,
  awsLoginOf,
  namedSignIn,
  type SignInSession,
} from '../../plan/sso/sign-in-session.ts'
import { firstSignInHint, ssoSessionTitle } from '../../plan/sso/sso-session.ts'

/**
 * The named sign-in, or the only one. If there are several, the user selects one.
 *
 * @throws UsageError if there are several and the user cannot be asked, AssumeError if there is none.
 */
export async function chooseSignIn(
  profile: string | undefined,
  ssoSession: string | undefined,
  inputs: PlanInputs,
  context: Context,
  noInput = false,
): Promise<SignInSession> {
  const named = namedSignIn(profile, ssoSession, inputs, 'login')
  if (named) return named
  const all = allSignIns(inputs)
  const [only, ...more] = all
  if (!only) {
    const awsLogin = awsLoginOf(inputs)
    throw new AssumeError('no profile signs in to IAM Identity Center', [
      ...(awsLogin === undefined ? [] : [`for a profile with a login_session: ${awsLogin}`]),
      firstSignInHint,
    ])
  }
  if (more.length === 0) return only
  return context.terminal.isThere() && !noInput ? askWhich(all, context) : refuse(all)
}

function refuse(all: readonly SignInSession[]): never {
  const titles = all.map(({ session }) => ssoSessionTitle(session)).join(', ')
  throw new UsageError(`there are several sign-ins: ${titles}`, [
    'name one with --sso-session, or name a profile',
  ])
}

async function askWhich(
  all: readonly SignInSession[],
  { writer, terminal, env }: Context,
): Promise<SignInSession> {
  const lines = all.map(
    ({ session }, index) => `  ${index + 1}  ${visible(ssoSessionTitle(session))}\n`,
  )
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
