import { expect, it } from 'vitest'
import type { StsAttempt } from '../../../src/diagnosis/attempt.ts'
import { denialHints } from '../../../src/diagnosis/unexplained-denial.ts'

const account = 'arn:aws:iam::123456789012'
const user = `${account}:user/Bob`
const roleArn = `${account}:role/reader`
const attempt: StsAttempt = {
  what: `AssumeRole of ${roleArn}`,
  keysOf: 'profile "Bob"',
  keyId: 'AKIA1',
  host: 'STS in eu-west-1',
  roleArn,
  seenRole: {
    arn: roleArn,
    trust: { letsIn: 'by name', asksForMfa: false, wantsExternalId: false },
  },
}

// A policy of the caller can deny everything without MFA, but assume cannot read it.
it.each<readonly [string, Partial<StsAttempt>, string]>([
  [
    'credentials of a user',
    {},
    "the trust policy asks for no MFA, but a policy of the caller's own may: give the six digits as the last word",
  ],
  [
    'a user with a code',
    { mfa: { serial: `${account}:mfa/Bob`, from: '--serial-number' } },
    'MFA is not it: a code was sent, and it was right',
  ],
  [
    'an MFA session',
    { isTemporary: true, hasMfaSession: true },
    'MFA is not it, for the session that asks has it; unless the role wants a code given just now',
  ],
  [
    'a session without MFA',
    { isTemporary: true },
    'does the role ask for MFA? keys of a session, as those of profile "Bob", cannot give any: those of a user can',
  ],
])('a trust policy without MFA does not rule MFA out: %s', (_, more, hint) => {
  const message = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`
  expect(denialHints(message, { ...attempt, ...more })).toContain(`3. ${hint}`)
})
