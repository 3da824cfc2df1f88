import { oneOrMore, type Statement } from './document.ts'
import { type Setup, trustPolicyOf, userArnOf } from './setup.ts'

/** What there is of a setup already. */
export interface ExistingResources {
  readonly user?: {
    /** It carries our mark. */
    readonly ours: boolean
    /** `/` or `/team/` */
    readonly path: string
    /** ARNs of the policies attached to it. */
    readonly policies: readonly string[]
    readonly keyIds: readonly string[]
    /** Serial numbers of all its MFA devices. */
    readonly devices: readonly string[]
    /** What setup never gives, in words: `the group admins`. Looked for when it is to go. */
    readonly others: readonly string[]
  }
  readonly role?: {
    readonly ours: boolean
    readonly path: string
    /** As AWS gives it, which may be more than we ever write. */
    readonly trustPolicy: unknown
    readonly policies: readonly string[]
    readonly others: readonly string[]
  }
  /** That which lets users assume the role. */
  readonly policy?: { readonly ours: boolean; readonly attachments: number }
  /** A virtual device of that name that nobody has; its seed is lost. */
  readonly unassignedDevice: boolean
}

export const nothingFound: ExistingResources = { unassignedDevice: false }

/** With the ARNs that its user and its role really have. */
export const placed = (setup: Setup, { user, role }: ExistingResources): Setup => ({
  ...setup,
  ...(user && { userPath: user.path }),
  ...(role && { rolePath: role.path }),
})

/** STS takes no code of a passkey or a security key. */
export const deviceWithCodes = (devices: readonly string[]) =>
  devices.find((serial) => !serial.startsWith('arn:') || serial.includes(':mfa/'))

/** Whether it says what we would say, among other things. */
export function includesTrust(found: unknown, setup: Setup): boolean {
  const there = statementsOf(found).map(comparable)
  return trustPolicyOf(setup).Statement.every((each) => there.includes(comparable(each)))
}

/** The document with ours for what it says of this user alone: others are trusted as before. */
export const withTrust = (found: unknown, setup: Setup) => ({
  Version: '2012-10-17',
  Statement: [
    ...statementsOf(found).filter((statement) => !isAboutOnly(statement, setup)),
    ...trustPolicyOf(setup).Statement,
  ],
})

/** A role that others use too is not ours to delete. One that trusts nobody any more is. */
export function trustsOnly(found: unknown, setup: Setup): boolean {
  const isWritten = writtenIn(found).length > 0
  return isWritten && statementsOf(found).every((each) => isAboutOnly(each, setup))
}

const isAboutOnly = ({ Principal }: Partial<Statement>, setup: Setup) =>
  JSON.stringify(inLists(Principal)) === JSON.stringify({ AWS: [userArnOf(setup)] })

const statementsOf = (document: unknown) => writtenIn(document).flatMap(withoutTheGone)

function writtenIn(document: unknown): readonly Partial<Statement>[] {
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return []
  return [document.Statement].flat().filter((each) => typeof each === 'object' && each !== null)
}

/**
 * Of a user or a role that is no more AWS leaves its id, which it does not take again, and which
 * trusts nobody.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-users
 */
function withoutTheGone(statement: Partial<Statement>): Partial<Statement>[] {
  const { Principal } = statement
  const { AWS, ...others } = { ...(typeof Principal === 'object' ? Principal : {}) }
  const named = [AWS ?? []].flat()
  const left = named.filter((each) => !/^A(IDA|ROA)[A-Z0-9]+$/.test(each))
  if (left.length === named.length) return [statement]
  const principals = { ...(left.length > 0 && { AWS: oneOrMore(left) }), ...others }
  return Object.keys(principals).length > 0 ? [{ ...statement, Principal: principals }] : []
}

/** `"x"` and `["x"]` are the same to AWS, and so is the order of keys and of lists. */
const comparable = ({ Effect, Principal, Action, Condition = {} }: Partial<Statement>) =>
  JSON.stringify([Effect, inLists(Principal), [Action].flat().sort(), conditions(Condition)])

function conditions(condition: unknown) {
  return sorted(condition).map(([operator, keys]) => [operator, inLists(keys)])
}

const inLists = (value: unknown) =>
  Object.fromEntries(
    sorted(value).map(([key, values]) => [key, [values].flat().map(String).sort()]),
  )

const sorted = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
    : []
