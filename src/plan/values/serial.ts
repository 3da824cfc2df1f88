import { invalidValue } from '../../model/values/invalid-value.ts'

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html, SerialNumber */
export const isSerial = (text: string) => /^[\w+=/:,.@-]{9,256}$/.test(text)

/**
 * `arn:aws:iam::ACCOUNT:u2f/user/…`: a FIDO key has no codes, so STS cannot use it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_fido.html
 */
export const isFido = (serial: string) => /^arn:[\w-]+:iam::\d{12}:u2f\//.test(serial)

export const besideFido =
  'add an authenticator app beside it, in the console or with: aws iam create-virtual-mfa-device; a user may have eight devices'

/** @throws AssumeError for an invalid serial number or a device that STS cannot use. */
export function checkedSerial(serial: string, where: string): string {
  if (!isSerial(serial)) {
    throw invalidValue(where, `"${serial}" is not the serial number of an MFA device`, [
      'the form is arn:aws:iam::123456789012:mfa/name; to see yours: aws iam list-mfa-devices',
    ])
  }
  if (!isFido(serial)) return serial
  throw invalidValue(
    where,
    `${serial} is a passkey or a FIDO security key, which has no codes; STS accepts only codes`,
    [besideFido],
  )
}
