import { type Profile, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { targetName } from '../plan/request.ts'
import { type Chain, chainOf } from '../plan/route/chain.ts'
import { followOwnCredentialProcess } from '../plan/route/follow-own-credential-process.ts'
import { accountOf, type Route } from '../plan/route/route.ts'
import { accountOfArn } from '../plan/values/arn.ts'
import { inputsFromFiles, type RefusalOf, refusalsIn } from '../sources/refused-profile.ts'

/** What a profile leads to, as far as the files say. */
export interface ProfileRow {
  readonly profile: Profile
  /** How its first keys come. Absent where nothing would come of it. */
  readonly source?:
    | {
        readonly kind: string
        readonly profile: string
        /** What assume itself is asked for, where that is the `credential_process`. */
        readonly target?: string
      }
    | undefined
  /** Why `assume NAME` would refuse it, in a few words. */
  readonly problem?: string | undefined
  readonly account?: string | undefined
  readonly role?: string | undefined
  readonly region?: string | undefined
  /** Serial number of the device that is asked. */
  readonly mfa?: string | undefined
}

/** One row for each profile, in the order of the files. A broken one is a row, too. */
export function profileRows(inputs: PlanInputs, now: Date): ProfileRow[] {
  return [...inputs.profiles.profiles.values()].map(rowMaker(inputs, now))
}

/** The same for one after the other, as they are wanted. */
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
  // What assume itself would print as a `credential_process` is as good as what a profile says.
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
  // A device of the source's is asked with the keys of a user alone.
  return named || (first && source.isLongTerm ? text(first, 'mfa_serial') || undefined : undefined)
}

/** The role that a profile names, as far as it is one. */
function roleOf(profile: Profile): Pick<ProfileRow, 'account' | 'role'> {
  const arn = text(profile, 'role_arn')
  const account = arn ? accountOfArn(arn) : text(profile, 'sso_account_id')
  const role = arn ? arn.slice(arn.lastIndexOf('/') + 1) : text(profile, 'sso_role_name')
  return { account: account || undefined, role: role || undefined }
}

/** The table says which profile it is, and has no room for where it stands. */
const inShort = (message: string, name: string) =>
  message.replace(`profile "${name}" `, '').replaceAll(/ \((?:~|\/)[^()]*:\d+\)/g, '')
