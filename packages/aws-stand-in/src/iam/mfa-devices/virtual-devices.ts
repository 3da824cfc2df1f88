import { randomBytes } from 'node:crypto'
import type { Operation } from '../../query/operation.ts'
import { base32 } from '../../state/base32.ts'
import { partitionOf } from '../../state/world.ts'
import { alreadyExists, deleteConflict } from '../errors.ts'
import { checkPermission } from '../permission.ts'
import { noSuchDevice, virtualDevices, withoutUnassigned, withUnassigned } from './devices.ts'
import { qrPng } from './qr-png.ts'

/**
 * The response contains the seed as text and as a QR code. IAM does not return it again.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateVirtualMFADevice.html
 */
export const createVirtualMfaDevice: Operation = (parameters, caller, state) => {
  const { VirtualMFADeviceName: name = '', Path = '/' } = parameters
  const { account } = caller
  const serial = `arn:${partitionOf(state.world)}:iam::${account}:mfa${Path}${name}`
  const check = { action: 'iam:CreateVirtualMFADevice', resource: serial, resourceName: serial }
  checkPermission(check, caller, state)
  if (virtualDevices(caller, state.world).some(({ device }) => device.serial === serial)) {
    throw alreadyExists('MFADevice entity at the same path and name already exists.')
  }
  const secret = base32(randomBytes(40))
  state.setWorld(withUnassigned({ serial, secret }, state.world))
  const otpauth = `otpauth://totp/Amazon%20Web%20Services:${encodeURIComponent(name)}@${account}?secret=${secret}&issuer=Amazon%20Web%20Services`
  return {
    VirtualMFADevice: {
      SerialNumber: serial,
      Base32StringSeed: Buffer.from(secret).toString('base64'),
      QRCodePNG: qrPng(otpauth).toString('base64'),
    },
  }
}

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteVirtualMFADevice.html */
export const deleteVirtualMfaDevice: Operation = (parameters, caller, state) => {
  const { SerialNumber: serial = '' } = parameters
  const check = { action: 'iam:DeleteVirtualMFADevice', resource: serial, resourceName: serial }
  checkPermission(check, caller, state)
  const found = virtualDevices(caller, state.world).find(({ device }) => device.serial === serial)
  if (!found) throw noSuchDevice(serial)
  if (found.user) throw deleteConflict('Cannot delete entity, must deactivate MFA device first.')
  state.setWorld(withoutUnassigned(serial, state.world))
  return {}
}
