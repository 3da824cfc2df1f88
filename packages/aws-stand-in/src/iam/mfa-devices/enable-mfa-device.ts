import type { Operation } from '../../query/operation.ts'
import { StsError } from '../../query/sts-error.ts'
import { alreadyExists, limitExceeded } from '../errors.ts'
import { shownTime } from '../time.ts'
import { namedUser, withUser } from '../users/users.ts'
import { noSuchDevice, virtualDevices, withoutUnassigned } from './devices.ts'

/** Of one user. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const most = 8

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_EnableMFADevice.html */
export const enableMfaDevice: Operation = (parameters, caller, sts) => {
  const user = namedUser('iam:EnableMFADevice', parameters, caller, sts)
  const { SerialNumber = '', AuthenticationCode1 = '', AuthenticationCode2 = '' } = parameters
  const found = virtualDevices(caller, sts.world).find(
    ({ device }) => device.serial === SerialNumber,
  )
  if (!found) throw noSuchDevice(SerialNumber)
  if (found.user) throw alreadyExists('MFA device is already in use.')
  if (user.mfaDevices.length >= most) throw limitExceeded('MFADevicesPerUser', most)
  if (!sts.takeTwoCodes(found.device, AuthenticationCode1, AuthenticationCode2)) {
    throw new StsError(
      'InvalidAuthenticationCode',
      403,
      'Authentication code for device is not valid.',
    )
  }
  const device = { ...found.device, enabledAt: shownTime(sts.now()) }
  const enabled = { ...user, mfaDevices: [...user.mfaDevices, device] }
  sts.change(withUser(enabled, withoutUnassigned(SerialNumber, sts.world)))
  return {}
}
