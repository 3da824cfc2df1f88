import { type Profile, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { accountOfArn } from '../plan/arn.ts'
import { type Chain, chainOf } from '../plan/chain.ts'
import { accountOf } from '../plan/route.ts'
import type { World } from '../plan/world.ts'

/** What a profile leads to, as far as the files say. */
export interface ProfileRow {
  readonly profile: Profile
  /** How its first keys come. Absent where nothing would come of it. */
  readonly source?: { readonly kind: string; readonly profile: string }
  /** Instead: what is wrong with it, in a few words. */
  readonly problem?: string
  readonly account?: string
  readonly role?: string
  readonly region?: string
  /** Serial number of the device that is asked. */
  readonly mfa?: string
}

/** One row for each profile, in the order of the files. A broken one is a row, too. */
export function profileRows(world: World): ProfileRow[] {
  const named = asNamed(world)
  return [...world.profiles.profiles.values()].map((profile) => rowOf(profile, named))
}

/** A profile is as it is on each machine, whatever this one has in its environment. */
const asNamed = (world: World): World => ({
  ...world,
  credentialSources: world.credentialSources.map((source) => ({
    ...source,
    find: () => ({ kind: source.kind, identity: source.word, longLived: false }),
  })),
})

function rowOf(profile: Profile, world: World): ProfileRow {
  const region = text(profile, 'region')
  const base = { profile, ...(region && { region }) }
  try {
    return { ...base, ...leadingTo(chainOf(profile, world), profile, world) }
  } catch (error) {
    if (!(error instanceof AssumeError)) throw error
    const own = { roles: [profile], mfaOf: [profile] }
    return { ...base, ...described(own), problem: inShort(error.message, profile.name) }
  }
}

function leadingTo({ source, roles }: Chain, profile: Profile, { profiles }: World) {
  const first = source.profile === undefined ? undefined : profiles.profiles.get(source.profile)
  // Its device is asked with the keys of a user alone.
  const mfaOf = first && source.longLived ? [...roles, first] : roles
  const account = accountOf(source)
  return {
    ...(account && { account }),
    ...described({ roles: roles.length > 0 ? roles : first ? [first] : [], mfaOf }),
    source: { kind: source.kind, profile: source.profile ?? profile.name },
  }
}

/** @param roles the last one with a role is it. */
function described(of: { readonly roles: readonly Profile[]; readonly mfaOf: readonly Profile[] }) {
  const last = of.roles.at(-1)
  const arn = last && text(last, 'role_arn')
  const account = (arn && accountOfArn(arn)) || (last && text(last, 'sso_account_id'))
  const role = arn ? arn.split('/').at(-1) : last && text(last, 'sso_role_name')
  const mfa = of.mfaOf.map((each) => text(each, 'mfa_serial')).find(Boolean)
  return { ...(account && { account }), ...(role && { role }), ...(mfa && { mfa }) }
}

/** The table says which profile it is, and has no room for where it stands. */
const inShort = (message: string, name: string) =>
  message.replace(`profile "${name}" `, '').replaceAll(/ \((?:~|\/)[^()]*:\d+\)/g, '')
