import { accessDenied } from './sts-error.ts'
import { codeOfStep, stepAt } from './totp.ts'
import type { MfaDevice } from './world.ts'

/** Takes a code for one of the caller's devices, or throws AccessDenied in STS's words. */
export type TakeCode = (
  devices: readonly MfaDevice[],
  serial: string | undefined,
  code: string | undefined,
) => MfaTaken

/** `none`: neither serial nor code was given. */
export type MfaTaken = 'none' | 'taken'

/** Remembers which codes were used: STS takes a TOTP code once, also if the call fails later on. */
export function mfaDesk(now: () => Date): TakeCode {
  const used = new Set<string>()
  return (devices, serial, code) => {
    if (serial === undefined && code === undefined) return 'none'
    if (serial === undefined || code === undefined) throw accessDenied(oneIsMissing)
    const device = devices.find((each) => each.serial === serial)
    if (device === undefined || (!device.secret && !device.codes)) throw accessDenied(wrongSerial)
    if (device.codes?.includes(code)) return 'taken'
    const use = freshUse(device, code, stepAt(now()), used)
    if (use === undefined) throw accessDenied(wrongCode)
    used.add(use)
    return 'taken'
  }
}

/** A clock may be a step slow or fast. */
function freshUse({ serial, secret }: MfaDevice, code: string, step: number, used: Set<string>) {
  if (secret === undefined) return undefined
  return [step, step - 1, step + 1]
    .filter((each) => codeOfStep(secret, each) === code)
    .map((each) => `${serial} ${each}`)
    .find((use) => !used.has(use))
}

const oneIsMissing =
  'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.'
/** The two spaces are STS's. */
const wrongSerial =
  'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.'
const wrongCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code.'
