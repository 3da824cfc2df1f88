import { AssumeError } from '../../model/errors.ts'
import { iamEndpointConfig } from '../endpoint/iam-endpoint.ts'
import type { CallerIdentity, Mfa } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import {
  accountOf,
  endpointConfigOfRoute,
  identityOf,
  needIdentity,
  type Planned,
  type Route,
} from '../route/route.ts'
import { partitionOf, userNameOf } from '../values/arn.ts'
import { checkedSerial } from '../values/serial.ts'

/**
 * The device that nobody has named. What costs no call is tried first; which devices there are, IAM
 * is asked only where the user's name is not known, or AWS has said that it was not that one.
 */
export function discoverMfaDevice(
  request: Request,
  route: Route,
  inputs: PlanInputs,
): Planned<Mfa> {
  const { source } = route.chain
  const { AWS_MFA_SERIAL: serial } = inputs.env
  if (serial) return { value: { serial: checkedSerial(serial, variable), from: variable } }
  const isUnknown = request.unknownDevice !== undefined
  const remembered = inputs.learned.ofKeys(source).serial
  if (remembered && !isUnknown) return { value: { serial: remembered, from: found.before } }
  const named = isUnknown ? undefined : userMfaOf(route, inputs)
  if (named) return { value: named }
  if (inputs.facts.mfaDevices.has(source.identity)) {
    const told = inputs.facts.mfaDevices.get(source.identity)
    if (told !== undefined) return { value: { serial: told, from: found.byIam } }
  } else {
    const sts = endpointConfigOfRoute(request, route, inputs)
    const endpointConfig = iamEndpointConfig(sts, route.profile, inputs)
    if (endpointConfig) return { need: { fact: 'mfa device', source, endpointConfig } }
  }
  if (request.unknownDevice !== undefined) throw unknown(request.unknownDevice)
  return needIdentity(source, endpointConfigOfRoute(request, route, inputs))
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
    ['name it with --serial-number, mfa_serial in the profile, or AWS_MFA_SERIAL'],
  )

/** AWS names a virtual device like its user unless told otherwise. */
function userMfaOf({ chain, role, user }: Route, inputs: PlanInputs): Mfa | undefined {
  const { source, roles } = chain
  const accountId = accountOf(source)
  if (user !== undefined && role && roles.length === 0 && accountId !== undefined) {
    return userMfa(user, accountId, role.partition)
  }
  const caller = identityOf(source, inputs)
  return caller && callerMfa(caller)
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
    ['leave the code out, or name the device with --serial-number'],
  )
}
