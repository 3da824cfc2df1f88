import type { Operation } from '../../query/operation.ts'
import { deleteConflict } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { noSuchDevice, virtualDevices, withoutUnassigned } from './devices.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export const deleteVirtualMfaDevice: Operation = (parameters, caller, sts) => {
  const { SerialNumber: serial = '' } = parameters
  const asked = { action: 'iam:DeleteVirtualMFADevice', resource: serial, shown: serial }
  checkPermission(asked, caller, sts)
  const found = virtualDevices(caller, sts.world).find(({ device }) => device.serial === serial)
  if (!found) throw noSuchDevice(serial)
  if (found.user) throw deleteConflict('Cannot delete entity, must deactivate MFA device first.')
  sts.change(withoutUnassigned(serial, sts.world))
  return {}
}
