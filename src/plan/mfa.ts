import { type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { partitionOf, userNameOf } from './arn.ts'
import { badValue } from './bad-value.ts'
import { findProfile } from './find-profile.ts'
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
import { stsOf } from './session-key.ts'
import type { World } from './world.ts'

/**
 * The device for the first step, the only one made with a user's own keys. Somebody names it, or,
 * once there is a code, it is the one AWS gives a user by default. Without either the step is tried
 * without MFA.
 */
export function firstMfa(request: Request, route: Route, world: World): Found<Mfa | undefined> {
  const {
    chain: { source, roles },
    role,
    user,
  } = route
  const sourceProfile =
    source.longLived && source.profile !== undefined
      ? findProfile(source.profile, world)
      : undefined
  const named = namedMfa(request.options.serialNumber, [roles[0], sourceProfile])
  const firstRole = roles[0] ? roleOf(roles[0]).arn : role?.arn
  const wanted =
    request.code !== undefined ||
    request.needsMfa ||
    (firstRole !== undefined && world.memory.ofRole(firstRole, source).wantsMfa)
  if (named || !source.longLived) return { found: named }
  if (!wanted)
    return { found: firstRole === undefined ? undefined : mfaThere(request, route, world) }
  const accountId = accountOf(source)
  if (user !== undefined && role && roles.length === 0 && accountId !== undefined) {
    return { found: userMfa(user, accountId, role.partition) }
  }
  const caller = identityOf(source, world)
  return caller
    ? { found: callerMfa(caller) }
    : needIdentity(source, whereOfRoute(request, route, world))
}

/** A role that asks for MFA is taken from the session that is there, without a word about MFA. */
function mfaThere(request: Request, route: Route, world: World): Mfa | undefined {
  const session = world.memory.ofKeys(route.chain.source).mfaSession
  if (!session || session.seconds !== mfaSessionSeconds(world.settings).value) return undefined
  if (session.sts !== stsOf(whereOfRoute(request, route, world))) return undefined
  return { serial: session.serial, from: 'the session with MFA', isThere: true }
}

/** The device that someone has named for this step, if anyone has. */
export function namedMfa(
  option: string | undefined,
  profiles: readonly (Profile | undefined)[],
): Mfa | undefined {
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
  return { serial: checkedSerial(serial, `user "${user}"`), from: 'the name of the user' }
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

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, SerialNumber */
function checkedSerial(serial: string, where: string): string {
  if (/^[\w+=/:,.@-]{9,256}$/.test(serial)) return serial
  throw badValue(where, `"${serial}" is not the serial number of an MFA device`, [
    'the form is arn:aws:iam::123456789012:mfa/NAME: --serial-number ARN',
  ])
}
