import { AssumeError } from '../../model/errors.ts'
import { iamEndpointConfig } from '../endpoint/iam-endpoint.ts'
import type { CallerIdentity } from '../facts.ts'
import type { Mfa } from '../plan.ts'
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
 * Finds the MFA device if no setting names it. It tries the sources without a network call first.
 * It asks IAM only if the user's name is unknown, or if AWS does not know the expected device.
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

/** The location texts for a device that assume found. */
const found = {
  byName: 'the name of the user',
  byIam: 'iam:ListMFADevices',
  before: 'the last code that AWS took',
}

/** Returns true for a device that assume found. It is cached after AWS accepts a code from it. */
export const isFound = ({ from }: Mfa) => Object.values(found).includes(from)

const unknown = (serial: string) =>
  new AssumeError(
    `AWS knows no MFA device ${serial} of these keys, and IAM does not tell which they have`,
    ['name it with --serial-number, mfa_serial in the profile, or AWS_MFA_SERIAL'],
  )

/** The default device of the user, if the account and the user are known. */
function userMfaOf({ chain, role, user }: Route, inputs: PlanInputs): Mfa | undefined {
  const { source, roles } = chain
  const accountId = accountOf(source)
  if (user !== undefined && role && roles.length === 0 && accountId !== undefined) {
    return userMfa(user, accountId, role.partition)
  }
  const caller = identityOf(source, inputs)
  return caller && callerMfa(caller)
}

/** The default name of a virtual device is the name of its user. */
function userMfa(user: string, accountId: string, partition: string): Mfa {
  const serial = `arn:${partition}:iam::${accountId}:mfa/${user}`
  return { serial: checkedSerial(serial, `user "${user}"`), from: found.byName }
}

/** @throws AssumeError if the caller is not an IAM user, because only an IAM user has a device. */
function callerMfa({ arn, accountId }: CallerIdentity): Mfa {
  const user = userNameOf(arn)
  if (user !== undefined) return userMfa(user, accountId, partitionOf(arn))
  throw new AssumeError(
    `an MFA code is of no use here: the keys are those of ${arn}, no IAM user`,
    ['leave the code out, or name the device with --serial-number'],
  )
}
