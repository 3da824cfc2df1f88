import { callService, ServiceRefusal } from '../../aws-api/call-service.ts'
import { type AccessTrouble, whyDenied } from '../../config/access.ts'
import { homeDirectory, pastedPath, shownPath } from '../../config/paths.ts'
import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Reporter } from '../../model/reporter.ts'
import { checkedRegion } from '../../model/values/region.ts'
import { ssoPortal } from '../../network/called-service.ts'
import type { TargetOptions } from '../../plan/options/target-options.ts'
import type { SsoRole } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SignInSession } from '../../plan/sso/sign-in-session.ts'
import { ssoEndpoints } from '../../plan/sso/sso-endpoints.ts'
import { type SsoSession, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { ssoSourceOf } from '../../plan/sso/sso-source.ts'
import {
  type CachedToken,
  cachedRoleKeys,
  cachedTokens,
  deleteCached,
  roleKeysPath,
  unreadableCached,
} from '../token/sso-cache.ts'
import { ssoTokenPath } from '../token/sso-token-cache.ts'

/** The result of a sign-out. */
export interface SignedOut {
  /** Deleted tokens: the start URL of each, or its file. */
  readonly tokens: readonly string[]
  /** Number of deleted role credentials that the AWS CLI had obtained with the tokens. */
  readonly roleKeys: number
}

/**
 * Signs out: calls Logout, and deletes the tokens and the role credentials that the AWS CLI obtained with
 * them. If the call fails, there is a warning and the files are deleted anyway.
 *
 * @param only the sign-in to end; undefined ends all of them, as `aws sso logout` does.
 * @throws AssumeError for a file that cannot be read or removed, after all other files are removed.
 */
export async function signOut(
  only: SignInSession | undefined,
  options: TargetOptions,
  inputs: PlanInputs,
  report: Reporter,
): Promise<SignedOut> {
  const { env } = inputs
  const path = only && ssoTokenPath(only.session, env)
  const tokens = cachedTokens(env).filter((each) => path === undefined || each.path === path)
  await Promise.all(tokens.map((token) => tellAws(token, only, options, inputs, report)))
  const ofOne = only && path !== undefined ? [path, ...ofSession(only, inputs)] : undefined
  const roleKeys = cachedRoleKeys(env).filter((each) => !ofOne || ofOne.includes(each))
  forgetAll([...tokens.map((token) => token.path), ...roleKeys], env)
  refuseUnreadable(unreadableCached(env, ofOne), env)
  return { tokens: tokens.map((token) => titleOf(token, env)), roleKeys: roleKeys.length }
}

async function tellAws(
  { accessToken, region, path }: CachedToken,
  only: SignInSession | undefined,
  options: TargetOptions,
  inputs: PlanInputs,
  report: Reporter,
): Promise<void> {
  const { env } = inputs
  const shown = shownPath(path, homeDirectory(env))
  try {
    const home = only?.session.region ?? checkedRegion(String(region), `${shown}, region`)
    const { portal } = ssoEndpoints({ region: home }, options, only?.profile, inputs)
    const attempt = { service: ssoPortal, endpointConfig: portal, what: 'Logout', env, report }
    const { logout } = await import('../sso-portal.ts')
    await callService(attempt, (call) => logout(accessToken, call))
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    // AWS has already ended the session.
    if (error instanceof ServiceRefusal && error.code === 'UnauthorizedException') return
    report.warning(
      `AWS was not told, and accepts the token until it expires: ${error.message}`,
      error.hints[0],
    )
  }
}

/** The files of the AWS CLI with the role credentials of the profiles that use a session. */
function ofSession({ session }: SignInSession, inputs: PlanInputs): ReadonlySet<string> {
  const roles = [...inputs.profiles.profiles.values()].flatMap((profile): SsoRole[] => {
    try {
      return [ssoSourceOf(profile, inputs.profiles)?.sso].filter((role) => role !== undefined)
    } catch {
      // An invalid profile has obtained no credentials.
      return []
    }
  })
  const own = roles.filter((role) => isSame(role.session, session))
  return new Set(own.map((role) => roleKeysPath(role, inputs.env)))
}

const isSame = (one: SsoSession, other: SsoSession) =>
  one.name === other.name && ssoSessionTitle(one) === ssoSessionTitle(other)

function titleOf({ startUrl, path }: CachedToken, env: Environment): string {
  return typeof startUrl === 'string' ? startUrl : shownPath(path, homeDirectory(env))
}

function forgetAll(paths: readonly string[], env: Environment): void {
  const failed = paths.flatMap((path) => {
    try {
      deleteCached(path)
      return []
    } catch (error) {
      const failure = error as NodeJS.ErrnoException
      const shown = shownPath(path, homeDirectory(env))
      return [`${shown} (${whyDenied(failure, shown) ?? failure.code})`]
    }
  })
  if (failed.length === 0) return
  throw new AssumeError(`cannot remove: ${failed.join(', ')}`, [
    'check the owner and mode of the folder',
  ])
}

function refuseUnreadable(troubles: readonly AccessTrouble[], env: Environment): void {
  const home = homeDirectory(env)
  const [first] = troubles
  if (!first) return
  const shown = troubles.map(({ path, why }) => `${shownPath(path, home)}: ${why}`)
  throw new AssumeError(`cannot read files of sign-ins: ${shown.join(', ')}`, [
    `check its owner and mode: ls -ld ${pastedPath(shownPath(first.path, home))}`,
  ])
}
