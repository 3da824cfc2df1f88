import { type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { partitionOf, userNameOf } from './arn.ts'
import { findProfile } from './find-profile.ts'
import { iamWhere } from './iam.ts'
import { mfaSessionSeconds } from './mfa-session.ts'
import type { CallerIdentity, Mfa } from './plan.ts'
import type { Request } from './request.ts'
import {
  accountOf,
  type Found,
  identityOf,
  needIdentity,
  type Route,
  roleOf,
  whereOfRoute,
} from './route.ts'
import { checkedSerial } from './serial.ts'
import { stsOf } from './session-key.ts'
import type { World } from './world.ts'

/** The device for the first step, and what prints its codes. */
export function firstMfa(request: Request, route: Route, world: World): Found<Mfa | undefined> {
  const { source, roles } = route.chain
  const sourceProfile =
    source.longLived && source.profile !== undefined
      ? findProfile(source.profile, world)
      : undefined
  const profiles = [roles[0], sourceProfile]
  const device = firstDevice(request, route, profiles, world)
  return 'need' in device ? device : { found: withProcess(device.found, profiles, world) }
}

type Profiles = readonly (Profile | undefined)[]

/**
 * The first step is the only one made with a user's own keys. Somebody names its device, or, once
 * there is a code, it is the one AWS gives a user by default. Without either the step is tried
 * without MFA.
 */
function firstDevice(
  request: Request,
  route: Route,
  profiles: Profiles,
  world: World,
): Found<Mfa | undefined> {
  const {
    chain: { source, roles },
    role,
  } = route
  const named = namedMfa(request.options.serialNumber, profiles)
  const firstRole = roles[0] ? roleOf(roles[0]).arn : role?.arn
  const wanted =
    request.code !== undefined ||
    request.needsMfa ||
    (firstRole !== undefined && world.memory.ofRole(firstRole, source).wantsMfa)
  if (named || !source.longLived) return { found: named }
  if (!wanted)
    return { found: firstRole === undefined ? undefined : mfaThere(request, route, world) }
  return deviceOf(request, route, world)
}

/**
 * The device that nobody has named. What costs no call is tried first; which devices there are, IAM
 * is asked only where the user's name is not known, or AWS has said that it was not that one.
 */
function deviceOf(request: Request, route: Route, world: World): Found<Mfa> {
  const { source } = route.chain
  const { AWS_MFA_SERIAL: serial } = world.env
  if (serial) return { found: { serial: checkedSerial(serial, variable), from: variable } }
  const isUnknown = request.unknownDevice !== undefined
  const remembered = world.memory.ofKeys(source).serial
  if (remembered && !isUnknown) return { found: { serial: remembered, from: found.before } }
  const named = isUnknown ? undefined : userMfaOf(route, world)
  if (named) return { found: named }
  if (world.facts.mfaDevices.has(source.identity)) {
    const told = world.facts.mfaDevices.get(source.identity)
    if (told !== undefined) return { found: { serial: told, from: found.byIam } }
  } else {
    const sts = whereOfRoute(request, route, world)
    const where = iamWhere(sts, route.profile, world)
    if (where) return { need: { fact: 'mfa device', source, where } }
  }
  if (request.unknownDevice !== undefined) throw unknown(request.unknownDevice)
  return needIdentity(source, whereOfRoute(request, route, world))
}

const variable = 'AWS_MFA_SERIAL'

/** Who says so, where nobody named the device. */
const found = {
  byName: 'the name of the user',
  byIam: 'iam:ListMFADevices',
  before: 'the last code that AWS took',
}

/** Worth remembering, once AWS has taken a code of it. */
export const isFound = ({ from }: Mfa) => Object.values(found).includes(from)

const unknown = (serial: string) =>
  new AssumeError(
    `AWS knows no MFA device ${serial} of these keys, and IAM does not tell which they have`,
    ['name it: --serial-number ARN, or mfa_serial in the profile, or AWS_MFA_SERIAL'],
  )

/** AWS names a virtual device like its user unless told otherwise. */
function userMfaOf({ chain, role, user }: Route, world: World): Mfa | undefined {
  const { source, roles } = chain
  const accountId = accountOf(source)
  if (user !== undefined && role && roles.length === 0 && accountId !== undefined) {
    return userMfa(user, accountId, role.partition)
  }
  const caller = identityOf(source, world)
  return caller && callerMfa(caller)
}

/** The `mfa_process` of the same profiles, as in aws-vault, else that of our settings. */
export function withProcess<Device extends Mfa | undefined>(
  mfa: Device,
  profiles: Profiles,
  { settings }: World,
): Device {
  if (!mfa) return mfa
  const profile = profiles.find((each) => each && text(each, 'mfa_process'))
  if (profile) return { ...mfa, processOf: { profile: profile.name } }
  return settings.mfaProcess === undefined ? mfa : { ...mfa, processOf: 'settings' }
}

/** A role that asks for MFA is taken from the session that is there, without a word about MFA. */
function mfaThere(request: Request, route: Route, world: World): Mfa | undefined {
  const session = world.memory.ofKeys(route.chain.source).mfaSession
  if (!session || session.seconds !== mfaSessionSeconds(world.settings)) return undefined
  if (session.sts !== stsOf(whereOfRoute(request, route, world))) return undefined
  return { serial: session.serial, from: 'the session with MFA', isThere: true }
}

/** The device that someone has named for this step, if anyone has. */
export function namedMfa(option: string | undefined, profiles: Profiles): Mfa | undefined {
  if (option !== undefined)
    return { serial: checkedSerial(option, '--serial-number'), from: '--serial-number' }
  for (const profile of profiles) {
    const serial = profile && text(profile, 'mfa_serial')
    if (serial) {
      const from = `mfa_serial of "${profile.name}" (${placeOf(profile, 'mfa_serial')})`
      return { serial: checkedSerial(serial, from), from }
    }
  }
  return undefined
}

/** The device AWS gives a virtual MFA device by default: one named like its user. */
function userMfa(user: string, accountId: string, partition: string): Mfa {
  const serial = `arn:${partition}:iam::${accountId}:mfa/${user}`
  return { serial: checkedSerial(serial, `user "${user}"`), from: found.byName }
}

/** @throws AssumeError when the caller is no IAM user, since only a user has a device. */
function callerMfa({ arn, accountId }: CallerIdentity): Mfa {
  const user = userNameOf(arn)
  if (user !== undefined) return userMfa(user, accountId, partitionOf(arn))
  throw new AssumeError(
    `an MFA code is of no use here: the keys are those of ${arn}, no IAM user`,
    ['leave the code out, or name the device: --serial-number ARN'],
  )
}
