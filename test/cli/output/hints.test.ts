import { roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { program } from '../../support/program.ts'
import { core } from '../../support/shells/posix-shells.ts'
import { TestAws } from '../../support/test-aws.ts'

const arn = roleArn(noMfaRole)

const config = [
  '[profile prod]',
  `role_arn = ${arn}`,
  'source_profile = Bob',
  '[profile two words]',
  'region = eu-west-1',
  '[sso-session corp]',
  'sso_start_url = https://corp.awsapps.com/start',
  'sso_region = eu-west-1',
  '[sso-session home]',
  'sso_start_url = https://home.awsapps.com/start',
  'sso_region = eu-west-1',
  '[profile sso]',
  'sso_account_id = 123456789012',
  'sso_role_name = admin',
  '[profile alone]',
  `role_arn = ${arn}`,
  '',
].join('\n')

const seeList = 'to see the profiles: assume list'

describe('a hint contains the typed words, or describes what to add', () => {
  it.each<[readonly string[], string]>([
    [['-p', 'Bob', arn], `keys: assume --source-profile Bob ${arn}`],
    [['-p', 'Bob', 'prod'], 'is named by its ARN, beside --source-profile'],
    [['Bob', '12345'], 'say its account: assume Bob 123456789012:12345'],
    [['prod', '12345'], 'a role of that name needs its account before it, with a colon'],
    [['prod', '--source-profile', 'Bob'], 'it needs the ARN of a role, and no other target'],
    [['123456789012:admin'], 'name one with --sso-session'],
    [
      ['alone'],
      'add a line to it: source_profile, with the name of the profile that has those keys',
    ],
    [['sso'], 'or name a section that has them all, with sso_session'],
    [[arn, '--source-profile', 'Bob', '--transitive-tag', 'a'], 'give the tag as well, with --tag'],
    [['-'], seeList],
    [['refresh'], seeList],
    [['console'], seeList],
    [['console', '--session-name', 'bob'], seeList],
    [['each', '--', 'true'], 'to see the profiles: assume list'],
    [['policy', 'other'], 'there are trust and identity: assume policy --help'],
    [['policy', 'identity'], 'name the role with --role'],
    [['policy', 'identity', '--user', 'Bob'], 'name the roles to allow with --role'],
    [['policy', 'trust'], 'name who may assume the role with --user, --role, --sso-role, --root'],
    [['cache', 'frob'], 'it takes list or clear: assume cache --help'],
  ])('assume %j', async (words, hint) => {
    const testAws = await TestAws.open({ config })
    const { stderr, exitCode, calls } = await testAws.assume(words)
    expect({ exitCode: exitCode === 0, calls }).toEqual({ exitCode: false, calls: [] })
    const hints = stderr.split('\n').filter((line) => line.startsWith('  hint: '))
    expect(hints).toContainEqual(expect.stringContaining(hint))
    expect(hints.filter((line) => line.includes('…') || line.includes('123456 '))).toEqual([])
  })

  it.each<[readonly string[], string]>([
    [['prod'], 'prod'],
    [['two words', '-d', '1h'], "'two words' --duration 1h"],
    [['Bob', 'admin', '123456', '--quiet'], 'Bob admin --quiet'],
    [['Bob', 'admin', '--token-code', '123456'], 'Bob admin'],
    [['-p', 'unset', '123456', '-r', 'eu-west-1'], '--profile unset --region eu-west-1'],
    [['-p', 'prod', '--tag', 'a=b c', '--tag', 'd=e'], "--profile prod --tag 'a=b c' --tag d=e"],
    [['refresh', '--yes'], 'refresh --yes'],
    [['-'], '-'],
    [['unset'], 'unset'],
  ])('assume %j >file, without the MFA code', async (words, again) => {
    const testAws = await TestAws.open({ config })
    const { stderr } = await execa(
      'sh',
      ['-c', '"$@" >file', 'sh', process.execPath, program, ...words],
      {
        cwd: testAws.home.path,
        env: { PATH: process.env.PATH ?? '', ...testAws.home.env, SHELL: '/bin/bash' },
        extendEnv: false,
        reject: false,
      },
    )
    const hints = stderr.split('\n').filter((line) => line.startsWith('  hint: '))
    expect(hints).toContain(`  hint: or eval what assume prints: eval "$(command assume ${again})"`)
    expect(hints).toContain(
      `  hint: or, to write the keys to a file, name a format: assume ${again} --format posix`,
    )
    expect(stderr).not.toContain('123456')
  })

  it('and its eval command works when it is pasted', async () => {
    const testAws = await TestAws.open({ config })
    const env = { PATH: process.env.PATH ?? '', ...testAws.home.env, SHELL: '/bin/bash' }
    const options = { cwd: testAws.home.path, env, extendEnv: false, reject: false } as const
    const assume = `assume() { '${core.node}' '${core.script}' "$@"; }; command() { "$@"; }`
    const { stderr } = await execa(
      'bash',
      ['-c', `${assume}; assume prod -r eu-west-1 >file`],
      options,
    )
    const [, evaluate = ''] = /eval what assume prints: (.*)/.exec(stderr) ?? []
    const script = `${assume}; ${evaluate}; echo "$ASSUME_ROLE $AWS_REGION"`
    expect((await execa('bash', ['-c', script], options)).stdout).toBe('prod eu-west-1')
  })
})
