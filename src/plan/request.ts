import { shellWord } from '../formats/posix.ts'
import { UsageError } from '../model/errors.ts'
import type { TargetOptions } from './options/target-options.ts'
import { plausibleRoleArn } from './values/arn.ts'
import { checkedCode, isCode, looksMistyped, notACode } from './values/mfa-code.ts'
import { isSsoRoleName } from './values/sso-names.ts'

/** The request of the command line, before assume reads any file. */
export interface Request {
  readonly target: Target
  /** Six digits. */
  readonly code?: string
  /** AWS denied the request without MFA. */
  readonly needsMfa?: true
  /** AWS denied an MFA session to the keys or to the role, so the code goes to AssumeRole itself. */
  readonly needsFreshCode?: 'for the keys' | 'for the role'
  /** The serial number of a device that AWS does not know for this user. */
  readonly unknownDevice?: string
  /** The longest duration for `max`, in seconds, after AWS denied more. */
  readonly atMost?: number
  /** The session is for a console sign-in. `seconds` is the duration of the console session. */
  readonly console?: { readonly seconds?: number }
  readonly options: TargetOptions
}

export type Target =
  | { readonly kind: 'profile'; readonly profile: string }
  /** `role`: a name in the user's own account, `ACCOUNT:ROLE`, or an ARN. */
  | { readonly kind: 'user-role'; readonly user: string; readonly role: string }
  | { readonly kind: 'role'; readonly roleArn: string }
  /** `ACCOUNT:ROLE` of IAM Identity Center. A profile with this exact name takes precedence. */
  | {
      readonly kind: 'sso-role'
      readonly word: string
      /** Twelve digits or an account name. */
      readonly account: string
      readonly role: string
    }

/** The target as the user named it. A message can repeat it, and a shell accepts it. */
export function targetName(target: Target): string {
  if (target.kind === 'profile') return target.profile
  if (target.kind === 'sso-role') return target.word
  return target.kind === 'role' ? target.roleArn : `${target.user} ${target.role}`
}

interface Words {
  readonly words: readonly string[]
  readonly profile: string | undefined
  readonly tokenCode: string | undefined
}

/**
 * Reads `PROFILE`, `ROLE_ARN`, `ACCOUNT:ROLE` or `USER ROLE`. The last word may be a code of six
 * digits.
 *
 * @throws UsageError if the words match none of these forms.
 */
export function targetOf({ words, profile, tokenCode }: Words): { target: Target; code?: string } {
  const names = [...words]
  const last = names.at(-1)
  const word = last && isCode(last) ? names.pop() : undefined
  if (word && tokenCode !== undefined) throw new UsageError(`two codes: ${word} and --token-code`)
  const code = word ?? (tokenCode === undefined ? undefined : checkedCode(tokenCode))
  return { target: namedTarget(names, profile), ...(code && { code }) }
}

function namedTarget(names: readonly string[], profile: string | undefined): Target {
  const [first, second] = names
  if (profile !== undefined) {
    if (first === undefined) return { kind: 'profile', profile }
    if (looksMistyped(first)) throw notACode(first)
    throw new UsageError(`--profile "${profile}" and "${first}" both name a target`, [
      isArn(first)
        ? `for a role taken with that profile's keys: assume --source-profile ${shellWord(profile)} ${shellWord(first)}`
        : 'keep one of them; a role taken with the keys of a profile is named by its ARN, beside --source-profile',
    ])
  }
  if (first === undefined)
    throw new UsageError('no target: name a profile, a role ARN, or USER ROLE')
  if (names.length > 2) {
    throw new UsageError(`too many words after "${first}": a target is at most USER ROLE CODE`, [
      'the code is six digits',
    ])
  }
  if (second === undefined) {
    return isArn(first)
      ? { kind: 'role', roleArn: plausibleRoleArn(first) }
      : (ssoRole(first) ?? { kind: 'profile', profile: first })
  }
  if (isArn(first)) {
    throw new UsageError(`"${second}" after a role ARN is not a code of six digits`)
  }
  return { kind: 'user-role', user: first, role: isArn(second) ? plausibleRoleArn(second) : second }
}

/** Splits at the last colon, because an account name may contain a colon and a role name cannot. */
function ssoRole(word: string): Target | undefined {
  const colon = word.lastIndexOf(':')
  const [account, role] = [word.slice(0, Math.max(colon, 0)), word.slice(colon + 1)]
  return account !== '' && isSsoRoleName(role)
    ? { kind: 'sso-role', word, account, role }
    : undefined
}

const isArn = (word: string) => word.startsWith('arn:')
