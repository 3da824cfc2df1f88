import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { atAws } from '../../support/aws/at-aws.ts'
import { TestAws } from '../../support/test-aws.ts'

const arn = `role_arn = ${roleArn(noMfaRole)}`

const config = `[profile a]
${arn}
source_profile = b

[profile b]
${arn}
source_profile = a

[profile c]
${arn}
source_profile = c

[profile lag]
${arn}
source_profile = a

[profile none]
${arn}

[profile both]
${arn}
source_profile = Bob
credential_source = Environment

[profile spelt]
${arn}
credential_source = environment

[profile machine]
${arn}
credential_source = Ec2InstanceMetadata

[profile astray]
${arn}
source_profile = Bbo

[profile hollow]
region = eu-west-1

[profile on-hollow]
${arn}
source_profile = hollow

[profile emptied]
${arn}
source_profile =

[profile half]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE

[profile other-half]
aws_secret_access_key = secret

[profile on-half]
${arn}
source_profile = half

[profile bad-token-arn]
role_arn = arn:aws:iam::123456789012:user/Bob
web_identity_token_file = /token

[profile bad-arn]
role_arn = arn:aws:iam::123456789012:user/Bob
source_profile = Bob

[profile no-services]
${arn}
source_profile = Bob
services = nowhere
`

const lineOf = (text: string) => config.slice(0, config.indexOf(text)).split('\n').length
const at = (header: string, down = 0) => `~/.aws/config:${lineOf(header) + down}`
const files = '~/.aws/config or ~/.aws/credentials'

describe('a profile that cannot be used', () => {
  it.each([
    [
      'a',
      'source_profile loops: a → b → a',
      `let one of them name a profile with keys: ${at('[profile b]', 2)}`,
    ],
    [
      'b',
      'source_profile loops: b → a → b',
      `let one of them name a profile with keys: ${at('[profile a]', 2)}`,
    ],
    [
      'c',
      'source_profile loops: c → c',
      `let one of them name a profile with keys: ${at('[profile c]', 2)}`,
    ],
    [
      'lag',
      'source_profile loops: a → b → a',
      `let one of them name a profile with keys: ${at('[profile b]', 2)}`,
    ],
    [
      'none',
      `profile "none" has a role_arn, but no source_profile whose keys may assume it (${at('[profile none]')})`,
      'add a line to it: source_profile, with the name of the profile that has those keys',
    ],
    [
      'both',
      `profile "both" has both source_profile and credential_source (${at('[profile both]')})`,
      'delete one of them',
    ],
    [
      'spelt',
      `credential_source of "spelt" (${at('[profile spelt]', 2)}) is "environment"`,
      'it can be Environment, Ec2InstanceMetadata or EcsContainer, in exactly this spelling',
    ],
    [
      'astray',
      `source_profile of "astray" (${at('[profile astray]', 2)}) is "Bbo", which is not in ${files}`,
      'did you mean "Bob"?',
    ],
    [
      'hollow',
      `profile "hollow" has no credentials (${at('[profile hollow]')})`,
      'it needs aws_access_key_id and aws_secret_access_key, or role_arn and source_profile',
      'if aws-vault keeps its keys: credential_process = aws-vault export --format=json hollow',
    ],
    [
      'on-hollow',
      `profile "hollow", the source_profile of "on-hollow", has no credentials (${at('[profile hollow]')})`,
      'it needs aws_access_key_id and aws_secret_access_key, or role_arn and source_profile',
      'if aws-vault keeps its keys: credential_process = aws-vault export --format=json hollow',
    ],
    [
      'half',
      `profile "half" has keys, but no aws_secret_access_key (${at('[profile half]')})`,
      'to add it: aws configure --profile half',
    ],
    [
      'other-half',
      `profile "other-half" has keys, but no aws_access_key_id (${at('[profile other-half]')})`,
      'to add it: aws configure --profile other-half',
    ],
    [
      'on-half',
      `profile "half" has keys, but no aws_secret_access_key (${at('[profile half]')})`,
      'to add it: aws configure --profile half',
    ],
    [
      'bad-arn',
      `role_arn of "bad-arn" (${at('[profile bad-arn]', 1)}): "arn:aws:iam::123456789012:user/Bob" is not the ARN of a role`,
      'the form is arn:aws:iam::123456789012:role/NAME',
    ],
    [
      'bad-token-arn',
      `role_arn of "bad-token-arn" (${at('[profile bad-token-arn]', 1)}): "arn:aws:iam::123456789012:user/Bob" is not the ARN of a role`,
      'the form is arn:aws:iam::123456789012:role/NAME',
    ],
    [
      'no-services',
      'services of "no-services" is "nowhere", but there is no [services nowhere]',
      `see ${at('[profile no-services]', 3)}`,
    ],
    ['nobody', `profile "nobody" is not in ${files}`, 'to see the profiles: assume list'],
    ['Astray', `profile "Astray" is not in ${files}`, 'did you mean "astray"?'],
  ])('causes an error that says why and where to fix it: %s', async (name, message, ...hints) => {
    const testAws = await TestAws.open({ config })
    const exitCode = message.startsWith(`profile "${name}" is not in`) ? 2 : 1
    expect(await testAws.assume(['--profile', name], { env: atAws })).toEqual({
      stdout: `(exit ${exitCode});\n`,
      stderr: [`assume: ${message}\n`, ...hints.map((hint) => `  hint: ${hint}\n`)].join(''),
      exitCode,
      calls: [],
    })
  })

  it('with an empty source_profile causes an error with its line', async () => {
    const testAws = await TestAws.open({ config })
    expect((await testAws.assume(['emptied'])).stderr).toContain(
      `assume: source_profile of "emptied" (${at('[profile emptied]', 2)}) is "", which is not in ${files}\n`,
    )
  })

  it('causes no call with an MFA code', async () => {
    const testAws = await TestAws.open({ config })
    for (const name of ['bad-arn', 'no-services', 'a', 'half']) {
      expect(await testAws.assume([name, '123456'], { env: atAws })).toMatchObject({
        exitCode: 1,
        calls: [],
      })
    }
  })

  it('causes hints for the setup if there are no profiles at all', async () => {
    const testAws = await TestAws.open({ credentials: '' })
    expect(await testAws.assume(['prod'])).toEqual({
      stdout: '(exit 2);\n',
      stderr: `assume: there is no profile or command "prod"\n  hint: you have no profiles yet; to try assume without an AWS account: assume demo\n  hint: to use IAM Identity Center, with the address of your access portal, for example: assume login https://corp.awsapps.com/start --region eu-west-1\n  hint: to use the keys of an IAM user: aws configure\n`,
      exitCode: 2,
      calls: [],
    })
  })
})
