import type { Caller } from '../../state/caller.ts'
import type { MfaDevice, User, World } from '../../state/world.ts'
import { noSuchEntity } from '../errors.ts'

/** The ARN of a passkey has another form, and the serial of a hardware token is a number. */
export const isVirtual = (serial: string) => /^arn:[^:]+:iam::\d{12}:mfa\//.test(serial)

/** Returns every virtual device of the caller's account, with its user if it has one. */
export function virtualDevices({ account }: Caller, world: World) {
  const { users, unassignedDevices = [] } = world
  const all: readonly { readonly device: MfaDevice; readonly user?: User }[] = [
    ...users.flatMap((user) => user.mfaDevices.map((device) => ({ device, user }))),
    ...unassignedDevices.map((device) => ({ device })),
  ]
  return all.filter(
    ({ device: { serial } }) => isVirtual(serial) && serial.split(':')[4] === account,
  )
}

export const noSuchDevice = (serial: string) =>
  noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`)

export const withUnassigned = (device: MfaDevice, world: World): World => ({
  ...world,
  unassignedDevices: [...(world.unassignedDevices ?? []), device],
})

export function withoutUnassigned(serial: string, { unassignedDevices, ...world }: World): World {
  const left = (unassignedDevices ?? []).filter((device) => device.serial !== serial)
  return left.length > 0 ? { ...world, unassignedDevices: left } : world
}
