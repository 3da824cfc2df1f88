import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Role, roleArn, userArn, type World } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { noBotocore } from '../../support/aws/botocore.ts'
import { TestAws } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'

/** Allows a source identity. */
const identified: Role = {
  ...noMfaRole,
  name: 'identified',
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: userArn(bob) },
      Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'],
    },
  },
}
const world: World = { ...demoWorld, roles: [...demoWorld.roles, identified] }

const config = `[profile mfa]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
mfa_serial = ${serial}
[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
role_session_name = office
duration_seconds = 3600
[profile tagged]
role_arn = ${roleArn(identified)}
source_profile = Bob
source_identity = bob
`

const withSetting = (value: string) =>
  TestAws.open({ config, world, files: { '.config/assume/config': `aws_cli_cache = ${value}\n` } })

const folderOf = (testAws: TestAws) => join(testAws.home.path, '.aws/cli/cache')

const filesOf = (testAws: TestAws) => {
  try {
    return readdirSync(folderOf(testAws))
  } catch {
    return []
  }
}

/** Creates a session of botocore with a file cache, as the AWS CLI does. */
const script = `import sys
import botocore.session
from botocore.utils import JSONFileCache
session = botocore.session.Session(profile=sys.argv[1])
provider = session.get_component('credential_provider').get_provider('assume-role')
provider.cache = JSONFileCache(sys.argv[2])
print(session.get_credentials().get_frozen_credentials().access_key)`

const keyByBotocore = async (testAws: TestAws, profile: string) => {
  const { stdout } = await execa('python3', ['-c', script, profile, folderOf(testAws)], {
    env: { PATH: process.env.PATH ?? '', AWS_DEFAULT_REGION: 'us-east-1', ...testAws.home.env },
    extendEnv: false,
  })
  return stdout
}

describe('aws_cli_cache = write', () => {
  it.skipIf(noBotocore)('caches a session with MFA that botocore uses without a call', async () => {
    const testAws = await withSetting('write')
    const { session } = await testAws.session(['mfa', '123456'])
    const seen = testAws.aws.calls.length
    expect(await keyByBotocore(testAws, 'mfa')).toBe(session.AccessKeyId)
    expect(testAws.aws.calls).toHaveLength(seen)
  })

  it('writes a file of mode 600, and only for sessions that the AWS CLI caches itself', async () => {
    const testAws = await withSetting('write')
    await testAws.session(['mfa', '123456'])
    const [name = ''] = filesOf(testAws)
    const path = join(folderOf(testAws), name)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      Credentials: {
        AccessKeyId: expect.stringMatching(/^ASIA/),
        SecretAccessKey: expect.any(String),
        SessionToken: expect.any(String),
        Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        AccountId: '123456789012',
      },
    })
    for (const args of [
      ['Bob'],
      ['Bob', demoRole.name],
      ['tagged'],
      ['mfa', '--session-name', 'other'],
      [roleArn(noMfaRole), '--source-profile', 'Bob'],
    ]) {
      await testAws.session(args)
    }
    expect(filesOf(testAws)).toEqual([name])
  })

  it('warns and continues if the cache cannot be written', async () => {
    const testAws = await withSetting('write')
    mkdirSync(join(testAws.home.path, '.aws/cli'))
    writeFileSync(folderOf(testAws), '')
    const { stderr } = await testAws.session(['mfa', '123456'])
    expect(stderr).toContain(
      'warning: the session cannot be written to the cache of the AWS CLI in ',
    )
  })
})

describe('aws_cli_cache = read', () => {
  it.skipIf(noBotocore)('uses the session of the AWS CLI, except with --refresh', async () => {
    const testAws = await withSetting('read')
    const key = await keyByBotocore(testAws, 'plain')
    const { session, calls } = await testAws.session(['plain'])
    expect(calls).toEqual([])
    expect(session).toMatchObject({ AccessKeyId: key, AccountId: '123456789012' })
    expect((await testAws.session(['plain', '--refresh'])).calls).toHaveLength(1)
  })

  it('ignores a cache file that does not contain a valid session', async () => {
    const writing = await withSetting('write')
    await writing.session(['mfa', '123456'])
    const [name = ''] = filesOf(writing)
    const good = JSON.parse(readFileSync(join(folderOf(writing), name), 'utf8')).Credentials
    for (const text of [
      '',
      '{}',
      '[]',
      'null',
      '{"Credentials":null}',
      JSON.stringify({ Credentials: { ...good, Expiration: 'soon' } }),
      JSON.stringify({ Credentials: { ...good, Expiration: '2001-01-01T00:00:00Z' } }),
      JSON.stringify({ Credentials: { ...good, Expiration: '2999-01-01T00:00:00Z' } }),
      JSON.stringify({ Credentials: { ...good, SessionToken: 7 } }),
    ]) {
      const testAws = await withSetting('read')
      mkdirSync(folderOf(testAws), { recursive: true })
      writeFileSync(join(folderOf(testAws), name), text, { mode: 0o600 })
      const { calls } = await testAws.session(['mfa', '123456'])
      expect(calls, text).toHaveLength(2)
    }
  })
})

it('aws_cli_cache = off writes no file, and an unknown value is an error', async () => {
  const testAws = await withSetting('off')
  await testAws.session(['mfa', '123456'])
  expect(filesOf(testAws)).toEqual([])
  const wrong = await withSetting('yes')
  expect(await wrong.assume(['mfa', '123456'])).toMatchObject({
    stdout: '(exit 1);\n',
    stderr: expect.stringContaining('aws_cli_cache: "yes" is neither read, write nor off'),
    exitCode: 1,
    calls: [],
  })
})
