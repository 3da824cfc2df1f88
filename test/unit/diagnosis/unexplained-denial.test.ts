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

const give = 'Give the six digits as the last word'

// A policy of the caller can deny everything without MFA, but assume cannot read it.
it.each<readonly [string, Partial<StsAttempt>, readonly string[]]>([
  ['credentials of a user', {}, [`does a policy of the caller's own require MFA? ${give}`]],
  ['a user with a code', { mfa: { serial: `${account}:mfa/Bob`, from: '--serial-number' } }, []],
  ['an MFA session', { isTemporary: true, hasMfaSession: true }, []],
  [
    'a session without MFA',
    { isTemporary: true },
    [
      'does the role require MFA? A role session cannot provide it; start from the keys of an IAM user',
    ],
  ],
])('a trust policy without MFA does not rule MFA out: %s', (_, more, hints) => {
  const message = `User: ${user} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`
  const all = denialHints(message, { ...attempt, ...more })
  expect(all.filter((hint) => hint.includes('MFA'))).toEqual(hints)
})
