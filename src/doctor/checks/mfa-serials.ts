import { type Profile, text } from '../../config/profile.ts'
import type { Check } from '../check-context.ts'
import type { Finding } from '../finding.ts'

/** Devices in `mfa_serial` whose codes STS does not accept. */
export const mfaSerials: Check = {
  title: 'MFA devices',
  look: ({ inputs: { profiles } }) =>
    [...profiles.profiles.values()].flatMap((profile) => ofSerial(profile)),
}

function ofSerial(profile: Profile): Finding[] {
  const serial = text(profile, 'mfa_serial')
  const { file, line } = profile.keys.get('mfa_serial') ?? {}
  const place = { ...(file !== undefined && { file }), ...(line !== undefined && { line }) }
  const [, kind, name = 'NAME'] = /^arn:[^:]*:iam::\d*:([^/]+)\/(.*)$/.exec(serial ?? '') ?? []
  if (serial === undefined || kind === undefined || kind === 'mfa') return []
  const isKey = kind === 'u2f' || kind === 'sms-mfa'
  return [
    {
      id: 'mfa-serial',
      severity: 'broken',
      what: isKey
        ? `the mfa_serial of "${profile.name}" is a device without codes of six digits`
        : `the mfa_serial of "${profile.name}" is the ARN of a ${kind}, not of a device`,
      why: 'AWS rejects every code for it',
      hints: isKey
        ? ['add a virtual MFA device to the user in IAM, and name that']
        : [`mfa_serial = ${serial.replace(`:${kind}/${name}`, `:mfa/${name}`)}`],
      ...place,
    },
  ]
}
