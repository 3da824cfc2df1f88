import { AwsError } from '../../query/aws-error.ts'
import type { Operation } from '../../query/operation.ts'
import { isoSeconds } from '../elements.ts'
import { alreadyExists, limitExceeded, noSuchEntity } from '../errors.ts'
import { namedUser, namedUserOrCaller, withUser } from '../users/users.ts'
import {
  isVirtual,
  noSuchDevice,
  virtualDevices,
  withoutUnassigned,
  withUnassigned,
} from './devices.ts'

/**
 * The quota for one user.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxDevices = 8

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html */
export const enableMfaDevice: Operation = (parameters, caller, state) => {
  const user = namedUser('iam:EnableMFADevice', parameters, caller, state)
  const { SerialNumber = '', AuthenticationCode1 = '', AuthenticationCode2 = '' } = parameters
  const found = virtualDevices(caller, state.world).find(
    ({ device }) => device.serial === SerialNumber,
  )
  if (!found) throw noSuchDevice(SerialNumber)
  if (found.user) throw alreadyExists('MFA device is already in use.')
  if (user.mfaDevices.length >= maxDevices) throw limitExceeded('MFADevicesPerUser', maxDevices)
  if (!state.verifyTwoCodes(found.device, AuthenticationCode1, AuthenticationCode2)) {
    throw new AwsError(
      'InvalidAuthenticationCode',
      403,
      'Authentication code for device is not valid.',
    )
  }
  const device = { ...found.device, enabledAt: isoSeconds(state.now()) }
  const enabled = { ...user, mfaDevices: [...user.mfaDevices, device] }
  state.setWorld(withUser(enabled, withoutUnassigned(SerialNumber, state.world)))
  return {}
}

/**
 * A virtual device becomes unassigned. Any other device is removed.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html
 */
export const deactivateMfaDevice: Operation = (parameters, caller, state) => {
  const user = namedUserOrCaller('iam:DeactivateMFADevice', parameters, caller, state)
  const { SerialNumber = '' } = parameters
  const device = user.mfaDevices.find(({ serial }) => serial === SerialNumber)
  if (!device) {
    throw noSuchEntity(`MFA Device with serial number ${SerialNumber} is not of ${user.name}.`)
  }
  const left = user.mfaDevices.filter((each) => each !== device)
  const world = withUser({ ...user, mfaDevices: left }, state.world)
  state.setWorld(isVirtual(SerialNumber) ? withUnassigned(device, world) : world)
  return {}
}
