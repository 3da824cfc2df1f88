import { type Profile, placeOf, text } from '../../config/profile.ts'
import { findProfile } from '../find-profile.ts'
import type { Mfa } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { endpointConfigOfRoute, type Planned, type Route, roleOf } from '../route/route.ts'
import { stsOf } from '../session-key.ts'
import { mfaSessionSeconds } from '../steps/mfa-session.ts'
import { checkedSerial } from '../values/serial.ts'
import { discoverMfaDevice } from './discover-mfa-device.ts'

/** The device for the first step and the program that prints its codes. */
export function firstMfa(
  request: Request,
  route: Route,
  inputs: PlanInputs,
): Planned<Mfa | undefined> {
  const { source, roles } = route.chain
  const sourceProfile =
    source.isLongTerm && source.profile !== undefined
      ? findProfile(source.profile, inputs)
      : undefined
  const profiles = [roles[0], sourceProfile]
  const device = firstDevice(request, route, profiles, inputs)
  return 'need' in device ? device : { value: withProcess(device.value, profiles, inputs) }
}

type CandidateProfiles = readonly (Profile | undefined)[]

/**
 * Only the first step uses the user's own keys. The device comes from a setting. If a code is given
 * or required, assume searches for the device. Otherwise the first attempt has no MFA.
 */
function firstDevice(
  request: Request,
  route: Route,
  profiles: CandidateProfiles,
  inputs: PlanInputs,
): Planned<Mfa | undefined> {
  const {
    chain: { source, roles },
    role,
  } = route
  const named = namedMfa(request.options.serialNumber, profiles)
  const firstRole = roles[0] ? roleOf(roles[0]).arn : role?.arn
  const wanted =
    request.code !== undefined ||
    request.needsMfa ||
    (firstRole !== undefined && inputs.learned.ofRole(firstRole, source).wantsMfa)
  if (named || !source.isLongTerm) return { value: named }
  if (!wanted)
    return { value: firstRole === undefined ? undefined : cachedMfaDevice(request, route, inputs) }
  return discoverMfaDevice(request, route, inputs)
}

/** Adds `mfa_process` of the same profiles, as in aws-vault, or of the assume settings. */
export function withProcess<Device extends Mfa | undefined>(
  mfa: Device,
  profiles: CandidateProfiles,
  { settings }: PlanInputs,
): Device {
  if (!mfa) return mfa
  const profile = profiles.find((each) => each && text(each, 'mfa_process'))
  if (profile) return { ...mfa, processOf: { profile: profile.name } }
  return settings.mfaProcess === undefined ? mfa : { ...mfa, processOf: 'settings' }
}

/** Uses an existing MFA session, so that a role that requires MFA needs no question. */
function cachedMfaDevice(request: Request, route: Route, inputs: PlanInputs): Mfa | undefined {
  const session = inputs.learned.ofKeys(route.chain.source).mfaSession
  if (!session || session.seconds !== mfaSessionSeconds(inputs.settings).value) return undefined
  if (session.sts !== stsOf(endpointConfigOfRoute(request, route, inputs))) return undefined
  return { serial: session.serial, from: 'the session with MFA', isThere: true }
}

/** The device that an option or a profile names for this step. */
export function namedMfa(option: string | undefined, profiles: CandidateProfiles): Mfa | undefined {
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
