import type { Environment } from '../../model/context.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Reporter } from '../../model/reporter.ts'
import { endpointHint, organizationsService } from '../../network/called-service.ts'
import type { EndpointConfig } from '../../plan/endpoint/endpoint-types.ts'
import { isAccountId } from '../../plan/values/sso-names.ts'
import { callService, ServiceRefusal } from '../call-service.ts'
import { everyPage } from '../every-page.ts'
import type { ListOperation } from './organizations.ts'

/** An account of an organization. */
export interface OrganizationMember {
  readonly id: string
  readonly name: string
  readonly arn: string
  /** `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE` … */
  readonly state: string
}

/** A root or an organizational unit. */
export interface OrganizationParent {
  readonly id: string
  readonly name: string
}

/** What Organizations is called with. */
export interface OrganizationsCaller {
  readonly endpointConfig: EndpointConfig
  readonly credentials: Credentials
  /** The profile that the credentials belong to. */
  readonly profile: string
  readonly env: Environment
  readonly report: Reporter
  readonly interrupted: AbortSignal
}

export const listAccounts = (caller: OrganizationsCaller) =>
  members('ListAccounts', undefined, caller)

export const listAccountsIn = (parentId: string, caller: OrganizationsCaller) =>
  members('ListAccountsForParent', parentId, caller)

export const listUnitsIn = (parentId: string, caller: OrganizationsCaller) =>
  parents('ListOrganizationalUnitsForParent', parentId, caller)

export const listRoots = (caller: OrganizationsCaller) => parents('ListRoots', undefined, caller)

async function members(
  operation: ListOperation,
  parentId: string | undefined,
  caller: OrganizationsCaller,
): Promise<readonly OrganizationMember[]> {
  const entries = await itemsOf(operation, parentId, caller)
  return entries.map(({ Id, Name, Arn, State, Status }) => {
    // `State` replaces `Status`, which AWS retires.
    const state = State ?? Status
    if (typeof Id !== 'string' || !isAccountId(Id))
      throw notAList(operation, 'an account has no number')
    return {
      id: Id,
      name: typeof Name === 'string' && Name !== '' ? Name : Id,
      arn: typeof Arn === 'string' ? Arn : '',
      state: typeof state === 'string' ? state : 'unknown',
    }
  })
}

async function parents(
  operation: ListOperation,
  parentId: string | undefined,
  caller: OrganizationsCaller,
): Promise<readonly OrganizationParent[]> {
  const entries = await itemsOf(operation, parentId, caller)
  return entries.map(({ Id, Name }) => {
    if (typeof Id !== 'string' || Id === '') throw notAList(operation, 'a unit has no id')
    return { id: Id, name: typeof Name === 'string' ? Name : Id }
  })
}

/** All items of a list, to the last page. */
async function itemsOf(
  operation: ListOperation,
  parentId: string | undefined,
  { interrupted, profile, ...caller }: OrganizationsCaller,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { pagesOf } = await import('./organizations.ts')
  const what = parentId === undefined ? operation : `${operation} of ${parentId}`
  const attempt = { ...caller, service: organizationsService, what, deadline: interrupted }
  const pages = await callService(attempt, (call) =>
    everyPage(
      { what, hints: [endpointHint(organizationsService)], abortSignal: interrupted },
      pagesOf(operation, parentId, call),
    ),
  ).catch((error: unknown) => {
    interrupted.throwIfAborted()
    throw error instanceof ServiceRefusal ? withHints(error, profile) : error
  })
  return pages.flatMap((page) => {
    if (Array.isArray(page)) return page.map((entry: unknown) => ({ ...(entry as object) }))
    throw notAList(operation, 'the response is not a list')
  })
}

function withHints(error: ServiceRefusal, profile: string): AssumeError {
  const { code, message, hints } = error
  if (/^AccessDenied/.test(code)) {
    return new AssumeError(message, [
      `"${profile}" has to be in the management account, or in that of a delegated administrator`,
      'its policies have to allow organizations:List*',
    ])
  }
  if (/^ParentNotFound/.test(code)) {
    return new AssumeError(message, [
      'the units: aws organizations list-organizational-units-for-parent',
    ])
  }
  return /^AWSOrganizationsNotInUse/.test(code)
    ? new AssumeError(message, [`the account of "${profile}" is in no organization`])
    : new AssumeError(message, hints)
}

const notAList = (what: string, why: string) =>
  new AssumeError(`${what} failed: ${why}`, [endpointHint(organizationsService)])
