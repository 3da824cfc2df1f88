import { shellWord } from '../formats/posix.ts'
import { UsageError } from '../model/errors.ts'
import { plausibleRoleArn } from './values/arn.ts'
import { checkedCode, isCode, looksMistyped, notACode } from './values/mfa-code.ts'
import { isSsoRoleName } from './values/sso-names.ts'

/** What the command line asks for, before any file was read. */
export interface Request {
  readonly target: Target
  /** Six digits. */
  readonly code?: string
  /** AWS has denied it without MFA. */
  readonly needsMfa?: true
  /** AWS has denied an MFA session, to the keys or to the role: the code goes to the role itself. */
  readonly needsFreshCode?: 'for the keys' | 'for the role'
  /** The serial number of which AWS has said that it is none of the user's. */
  readonly unknownDevice?: string
  /** AWS has denied it more: what `max` comes down to, in seconds. */
  readonly atMost?: number
  /** The session is to sign in to the console. `seconds`: how long that is to last. */
  readonly console?: { readonly seconds?: number }
  readonly options: TargetOptions
}

export type Target =
  | { readonly kind: 'profile'; readonly profile: string }
  /** `role`: a name in the user's own account, `ACCOUNT:ROLE`, or an ARN. */
  | { readonly kind: 'user-role'; readonly user: string; readonly role: string }
  | { readonly kind: 'role'; readonly roleArn: string }
  /** `ACCOUNT:ROLE` of IAM Identity Center, unless a profile has all of it for a name. */
  | {
      readonly kind: 'sso-role'
      readonly word: string
      /** Twelve digits, or a name. */
      readonly account: string
      readonly role: string
    }

export interface TargetOptions {
  readonly sourceProfile?: string
  readonly ssoSession?: string
  readonly region?: string
  /** Seconds. */
  readonly duration?: number | 'max'
  readonly sessionName?: string
  readonly externalId?: string
  readonly serialNumber?: string
  /** A new session, whatever is cached. */
  readonly refresh?: boolean
  /** Only what is cached, without a call or a question. */
  readonly cached?: boolean
  /** JSON, or a file with it. */
  readonly policy?: string
  readonly policyArns?: readonly string[]
  /** Each `KEY=VALUE`. */
  readonly tags?: readonly string[]
  readonly transitiveTags?: readonly string[]
  readonly sourceIdentity?: string
  /** Plain http to another machine. */
  readonly allowHttpEndpoint?: boolean
}

/** How the user named it: what a message can repeat and a shell can be typed. */
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
 * `PROFILE`, `ROLE_ARN`, `ACCOUNT:ROLE` or `USER ROLE`, each with a code of six digits as the last word if the user
 * likes.
 *
 * @throws UsageError when the words fit none of these.
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

/** The last colon parts them: the name of an account may have one, that of a role has none. */
function ssoRole(word: string): Target | undefined {
  const colon = word.lastIndexOf(':')
  const [account, role] = [word.slice(0, Math.max(colon, 0)), word.slice(colon + 1)]
  return account !== '' && isSsoRoleName(role)
    ? { kind: 'sso-role', word, account, role }
    : undefined
}

const isArn = (word: string) => word.startsWith('arn:')
