import { accessDenied } from '../query/aws-error.ts'
import { codeOfStep, stepAt } from './totp.ts'
import type { MfaDevice } from './world.ts'

/** Verifies a code of one of the caller's devices. Throws AccessDenied with the message of STS. */
export type VerifyCode = (
  devices: readonly MfaDevice[],
  serial: string | undefined,
  code: string | undefined,
) => MfaResult

/** `none` if the request has no serial number and no code. */
export type MfaResult = 'none' | 'verified'

/** Returns whether two consecutive codes of a new device are valid. */
export type VerifyTwoCodes = (device: MfaDevice, first: string, second: string) => boolean

/**
 * Records the codes that were used. A code is valid once, even if the rest of the request fails.
 */
export function mfaCodes(now: () => Date) {
  const used = new Set<string>()
  const verifyCode: VerifyCode = (devices, serial, code) => {
    if (serial === undefined && code === undefined) return 'none'
    if (serial === undefined || code === undefined) throw accessDenied(oneIsMissing)
    const device = devices.find((each) => each.serial === serial)
    if (device === undefined || (!device.secret && !device.codes)) throw accessDenied(wrongSerial)
    if (device.codes?.includes(code)) return 'verified'
    const step = stepAt(now())
    // The clock of a device can be one step slow or fast.
    const use = unusedStep(device, code, [step, step - 1, step + 1], used)
    if (use === undefined) throw accessDenied(wrongCode)
    used.add(use.name)
    return 'verified'
  }
  const verifyTwoCodes: VerifyTwoCodes = (device, first, second) => {
    const step = stepAt(now())
    // The user can type the first code up to two steps late.
    const one = unusedStep(device, first, [step - 1, step, step - 2, step + 1], used)
    const other = one && unusedStep(device, second, [one.step + 1], used)
    if (!one || !other) return false
    used.add(one.name).add(other.name)
    return true
  }
  return { verifyCode, verifyTwoCodes }
}

function unusedStep(
  { secret }: MfaDevice,
  code: string,
  steps: readonly number[],
  used: Set<string>,
) {
  if (secret === undefined) return undefined
  return steps
    .filter((each) => codeOfStep(secret, each) === code)
    .map((each) => ({ step: each, name: `${secret} ${each}` }))
    .find(({ name }) => !used.has(name))
}

const oneIsMissing =
  'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.'
/** The message of STS contains two consecutive spaces. */
const wrongSerial =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.'
const wrongCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
