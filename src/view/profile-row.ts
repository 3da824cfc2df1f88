import { type Profile, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { targetName } from '../plan/request.ts'
import { type Chain, chainOf } from '../plan/route/chain.ts'
import { followOwnCredentialProcess } from '../plan/route/follow-own-credential-process.ts'
import { accountOf, type Route } from '../plan/route/route.ts'
import { accountOfArn } from '../plan/values/arn.ts'
import { inputsFromFiles, type RefusalOf, refusalsIn } from '../sources/refused-profile.ts'

/** The account, the role and the source of a profile, as far as the files show them. */
export interface ProfileRow {
  readonly profile: Profile
  /** The source of the credentials. Absent if the profile is unusable. */
  readonly source?:
    | {
        readonly kind: string
        readonly profile: string
        /** The target of assume itself, if that is the `credential_process`. */
        readonly target?: string
      }
    | undefined
  /** The short reason why `assume NAME` would fail. */
  readonly problem?: string | undefined
  readonly account?: string | undefined
  readonly role?: string | undefined
  readonly region?: string | undefined
  /** Serial number of the MFA device. */
  readonly mfa?: string | undefined
}

/** One row per profile, in the order of the files, including unusable profiles. */
export function profileRows(inputs: PlanInputs, now: Date): ProfileRow[] {
  return [...inputs.profiles.profiles.values()].map(rowMaker(inputs, now))
}

/** Creates the row of one profile at a time, on demand. */
export function rowMaker(inputs: PlanInputs, now: Date): (profile: Profile) => ProfileRow {
  const files = inputsFromFiles(inputs)
  const refusalOf = refusalsIn(files, now)
  return (profile) => rowOf(profile, files, refusalOf)
}

function rowOf(profile: Profile, inputs: PlanInputs, refusalOf: RefusalOf): ProfileRow {
  const region = text(profile, 'region') || undefined
  try {
    const end = leadingTo(chainOf(profile, inputs), profile, inputs)
    const refusal = refusalOf(profile)
    const problem = refusal && inShort(refusal.message, profile.name)
    return { profile, region, ...end, ...(problem !== undefined && { problem }) }
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    const problem = inShort(error.message, profile.name)
    return {
      profile,
      region,
      ...roleOf(profile),
      mfa: text(profile, 'mfa_serial') || undefined,
      problem,
    }
  }
}

function leadingTo(chain: Chain, profile: Profile, inputs: PlanInputs) {
  const { source } = chain
  const processes = followOwnCredentialProcess(source, inputs)
  const [first] = processes
  // A `credential_process` that is assume itself determines the account and the role too.
  const ways: RouteEnd[] = [{ chain }, ...processes.flatMap(({ route }) => route ?? [])]
  const end = ways.map((way) => endOf(way, inputs)).find(({ account, role }) => account || role)
  const target = first && targetName(first.request.target)
  return {
    source: {
      kind: source.kind,
      profile: source.profile ?? profile.name,
      ...(target !== undefined && { target }),
    },
    ...end,
    mfa: ways.map((way) => deviceOf(way, inputs)).find(Boolean),
  }
}

type RouteEnd = Pick<Route, 'chain' | 'role'>

const sourceProfileOf = ({ chain: { source } }: RouteEnd, { profiles }: PlanInputs) =>
  source.profile === undefined ? undefined : profiles.profiles.get(source.profile)

function endOf(way: RouteEnd, inputs: PlanInputs): Pick<ProfileRow, 'account' | 'role'> {
  const { chain, role } = way
  if (role) return { account: role.accountId, role: role.name }
  const last = chain.roles.at(-1) ?? sourceProfileOf(way, inputs)
  const active = chain.source.role
  const end = last ? roleOf(last) : {}
  return { account: end.account ?? accountOf(chain.source), role: end.role ?? active?.roleName }
}

function deviceOf(way: RouteEnd, inputs: PlanInputs): string | undefined {
  const { roles, source } = way.chain
  const named = roles.map((each) => text(each, 'mfa_serial')).find(Boolean)
  const first = sourceProfileOf(way, inputs)
  // Only long-term keys can use the MFA device of the source profile.
  return named || (first && source.isLongTerm ? text(first, 'mfa_serial') || undefined : undefined)
}

/** The role that a profile names, if it is valid. */
function roleOf(profile: Profile): Pick<ProfileRow, 'account' | 'role'> {
  const arn = text(profile, 'role_arn')
  const account = arn ? accountOfArn(arn) : text(profile, 'sso_account_id')
  const role = arn ? arn.slice(arn.lastIndexOf('/') + 1) : text(profile, 'sso_role_name')
  return { account: account || undefined, role: role || undefined }
}

/** The table already shows the profile and has no room for the location. */
const inShort = (message: string, name: string) =>
  message.replace(`profile "${name}" `, '').replaceAll(/ \((?:~|\/)[^()]*:\d+\)/g, '')
