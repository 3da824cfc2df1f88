import { oneOrMore, type Statement } from './document.ts'
import { type Setup, trustPolicyOf, userArnOf } from './setup.ts'

/** The resources of a setup that already exist. */
export interface ExistingResources {
  readonly user?: {
    /** The user has the tag of setup. */
    readonly ours: boolean
    /** `/` or `/team/` */
    readonly path: string
    /** The ARNs of the attached policies. */
    readonly policies: readonly string[]
    readonly keyIds: readonly string[]
    /** The serial numbers of all MFA devices of the user. */
    readonly devices: readonly string[]
    /** Resources that setup does not create, in words: `the group admins`. Only an undo looks for them. */
    readonly others: readonly string[]
  }
  readonly role?: {
    readonly ours: boolean
    readonly path: string
    /** The policy that AWS returns. It may contain statements that setup never writes. */
    readonly trustPolicy: unknown
    readonly policies: readonly string[]
    readonly others: readonly string[]
  }
  /** The policy that allows users to assume the role. */
  readonly policy?: { readonly ours: boolean; readonly attachments: number }
  /** A virtual device with this name that no user has. Its seed is lost. */
  readonly unassignedDevice: boolean
}

export const nothingFound: ExistingResources = { unassignedDevice: false }

/** Adds the actual paths of the user and the role to the setup. */
export const placed = (setup: Setup, { user, role }: ExistingResources): Setup => ({
  ...setup,
  ...(user && { userPath: user.path }),
  ...(role && { rolePath: role.path }),
})

/** STS accepts no passkey or security key, because these have no codes. */
export const deviceWithCodes = (devices: readonly string[]) =>
  devices.find((serial) => !serial.startsWith('arn:') || serial.includes(':mfa/'))

/** Returns true if the policy contains all statements of setup. */
export function includesTrust(found: unknown, setup: Setup): boolean {
  const there = statementsOf(found).map(comparable)
  return trustPolicyOf(setup).Statement.every((each) => there.includes(comparable(each)))
}

/** Replaces the statements about this user alone with those of setup. Other principals stay trusted. */
export const withTrust = (found: unknown, setup: Setup) => ({
  Version: '2012-10-17',
  Statement: [
    ...statementsOf(found).filter((statement) => !isAboutOnly(statement, setup)),
    ...trustPolicyOf(setup).Statement,
  ],
})

/**
 * Returns true if the role trusts only this user. Setup does not delete a role that others use. A
 * role whose remaining statements trust nobody counts as unused.
 */
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
 * Removes principals that no longer exist. After the deletion of a user or role AWS returns its
 * unique id, which trusts nobody and which AWS does not accept in an update.
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

/** AWS treats `"x"` and `["x"]` alike and ignores the order of keys and lists. */
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
