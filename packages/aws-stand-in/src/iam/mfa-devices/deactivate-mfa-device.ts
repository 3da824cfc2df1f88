import type { Operation } from '../../query/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { namedUserOrCaller, withUser } from '../users/users.ts'
import { isVirtual, withUnassigned } from './devices.ts'

/**
 * A virtual device is nobody's then; others are gone.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeactivateMFADevice.html
 */
export const deactivateMfaDevice: Operation = (parameters, caller, sts) => {
  const user = namedUserOrCaller('iam:DeactivateMFADevice', parameters, caller, sts)
  const { SerialNumber = '' } = parameters
  const device = user.mfaDevices.find(({ serial }) => serial === SerialNumber)
  if (!device) {
    throw noSuchEntity(`MFA Device with serial number ${SerialNumber} is not of ${user.name}.`)
  }
  const left = user.mfaDevices.filter((each) => each !== device)
  const world = withUser({ ...user, mfaDevices: left }, sts.world)
  sts.change(isVirtual(SerialNumber) ? withUnassigned(device, world) : world)
  return {}
}
