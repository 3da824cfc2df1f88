import { expect, it } from 'vitest'
import { atAws } from '../../support/aws/at-aws.ts'
import { TestAws } from '../../support/test-aws.ts'

const session = 'arn:aws:sts::123456789012:assumed-role/Admin/bob'
const ofSession = [
  'that is the ARN of a session; its role is arn:aws:iam::123456789012:role/Admin',
  'if the role has a path, it stands before the name: aws iam get-role --role-name Admin --query Role.Arn',
]

const failure = (message: string, exitCode: number, hints: readonly string[]) => ({
  stdout: `(exit ${exitCode});\n`,
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode,
  calls: [],
})

it.each<[string, readonly string[]]>([
  [session, ofSession],
  ['arn:aws:sts::123456789012:assumed-role/Admin', ofSession],
  [
    'arn:aws-cn:sts::123456789012:assumed-role/Admin/bob@example.com',
    ofSession.map((hint) => hint.replace('arn:aws:', 'arn:aws-cn:')),
  ],
  [
    'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Read_Only_0123456789abcdef/bob',
    [
      'that is the ARN of a session of IAM Identity Center: assume 123456789012:Read_Only',
      'the ARN of its role has a path, arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/…/AWSReservedSSO_Read_Only_0123456789abcdef, and only IAM Identity Center can assume it',
    ],
  ],
  [
    'arn:aws:iam::123456789012:instance-profile/web',
    [
      'that is the ARN of an instance profile, which holds a role, mostly of the same name: aws iam get-instance-profile shows it',
      'the form is arn:aws:iam::123456789012:role/NAME',
    ],
  ],
  ['arn:aws:s3:::bucket', ['the form is arn:aws:iam::123456789012:role/NAME']],
])('%s in place of a role ARN is rejected with hints', async (arn, hints) => {
  const testAws = await TestAws.open({
    config: `[profile x]\nrole_arn = ${arn}\nsource_profile = Bob\n`,
  })
  const run = { env: { ...atAws, AWS_PROFILE: 'Bob' } }
  for (const words of [[arn], ['Bob', arn]]) {
    expect(await testAws.assume(words, run)).toEqual(
      failure(`"${arn}" is not the ARN of a role`, 2, hints),
    )
  }
  expect(await testAws.assume(['x'], run)).toEqual(
    failure(`role_arn of "x" (~/.aws/config:2): "${arn}" is not the ARN of a role`, 1, hints),
  )
})
