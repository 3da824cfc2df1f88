import type { Operation } from '../../query/operation.ts'
import { defaultCreateDate } from '../elements.ts'
import { allResources, checkPermission } from '../permission.ts'
import { namedUserOrCaller, userElement } from '../users/users.ts'
import { virtualDevices } from './devices.ts'

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListMFADevices.html */
export const listMfaDevices: Operation = (parameters, caller, state) => {
  const { name, mfaDevices } = namedUserOrCaller('iam:ListMFADevices', parameters, caller, state)
  return {
    MFADevices: mfaDevices.map(({ serial, enabledAt }) => ({
      UserName: name,
      SerialNumber: serial,
      EnableDate: enabledAt ?? defaultCreateDate,
    })),
    IsTruncated: 'false',
  }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListVirtualMFADevices.html */
export const listVirtualMfaDevices: Operation = (parameters, caller, state) => {
  const action = 'iam:ListVirtualMFADevices'
  checkPermission({ action, ...allResources('mfa', caller, state) }, caller, state)
  const { AssignmentStatus = 'Any' } = parameters
  const assigned = { Assigned: [true], Unassigned: [false] }[AssignmentStatus] ?? [true, false]
  const devices = virtualDevices(caller, state.world).filter(({ user }) =>
    assigned.includes(user !== undefined),
  )
  return {
    VirtualMFADevices: devices.map(({ device, user }) => ({
      SerialNumber: device.serial,
      ...(user && {
        User: userElement(user, state.world),
        EnableDate: device.enabledAt ?? defaultCreateDate,
      }),
    })),
    IsTruncated: 'false',
  }
}
