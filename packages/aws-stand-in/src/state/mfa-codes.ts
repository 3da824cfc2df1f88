import { accessDenied } from '../query/aws-error.ts'
import { codeOfStep, stepAt } from './totp.ts'
import type { MfaDevice } from './world.ts'

/** Takes a code for one of the caller's devices, or throws AccessDenied in STS's words. */
export type VerifyCode = (
  devices: readonly MfaDevice[],
  serial: string | undefined,
  code: string | undefined,
) => MfaResult

/** `none`: neither serial nor code was given. */
export type MfaResult = 'none' | 'verified'

/** Takes two codes of a new device, one after the other, and says whether they are right. */
export type VerifyTwoCodes = (device: MfaDevice, first: string, second: string) => boolean

/** Remembers which codes were used: each is taken once, also if the call fails later on. */
export function mfaCodes(now: () => Date) {
  const used = new Set<string>()
  const verifyCode: VerifyCode = (devices, serial, code) => {
    if (serial === undefined && code === undefined) return 'none'
    if (serial === undefined || code === undefined) throw accessDenied(oneIsMissing)
    const device = devices.find((each) => each.serial === serial)
    if (device === undefined || (!device.secret && !device.codes)) throw accessDenied(wrongSerial)
    if (device.codes?.includes(code)) return 'verified'
    const step = stepAt(now())
    // A clock may be a step slow or fast.
    const use = unusedStep(device, code, [step, step - 1, step + 1], used)
    if (use === undefined) throw accessDenied(wrongCode)
    used.add(use.name)
    return 'verified'
  }
  const verifyTwoCodes: VerifyTwoCodes = (device, first, second) => {
    const step = stepAt(now())
    // Whoever types them took their time for the first.
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
/** The two spaces are STS's. */
const wrongSerial =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.'
const wrongCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
