import { besideFido, isFido, isSerial } from '../../../plan/values/serial.ts'
import type { Check } from '../../check-context.ts'
import { type Finding, ok } from '../../finding.ts'
import { queryIam } from '../../query-iam.ts'

/** The MFA devices of the user, if the user's policies allow ListMFADevices. */
export const mfaDevices: Check = {
  title: 'MFA devices of the user',
  calls: true,
  async look(checkContext) {
    const told = await queryIam('ListMFADevices', checkContext, (iam, call) => iam.mfaDevices(call))
    if (!told) return []
    const serials = told.answer.filter((serial) => serial !== undefined).filter(isSerial)
    return [finding(serials, told.profile)]
  },
}

function finding(serials: readonly string[], profile: string): Finding {
  const user = `the user of profile "${profile}"`
  if (serials.some((serial) => !isFido(serial))) {
    return ok('mfa-devices', `${user} has the MFA device ${serials.join(', ')}`)
  }
  return serials.length === 0
    ? {
        id: 'mfa-device-missing',
        severity: 'note',
        what: `${user} has no MFA device`,
        why: 'anyone who gets the keys needs nothing else, and roles that require MFA cannot be assumed',
        hints: ['add one in the console, or with: aws iam create-virtual-mfa-device'],
      }
    : {
        id: 'mfa-device-without-codes',
        severity: 'warning',
        what: `${user} has no MFA device but ${serials.join(', ')}`,
        why: 'a passkey or FIDO security key has no codes, and STS accepts only codes',
        hints: [besideFido],
      }
}
