import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, noMfaRole, otherAccountRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const arn = roleArn(noMfaRole)
const config = `[profile irish]
role_arn = ${arn}
source_profile = Bob
region = eu-west-1

[profile plain]
role_arn = ${arn}
source_profile = Bob
`

const [key] = bob.accessKeys
const bobs = {
  AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
  AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '',
}

/** The variables with which wrappers pass the earlier values of the shell. */
const saved = (variables: Readonly<Record<string, string>>) => ({
  __assume_saved: '1',
  ...Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [`__assume_saved_${name}`, value]),
  ),
})

const open = () =>
  TestAws.open({ config, credentials: `${keysOf(bob)}${keysOf(alice)}${keysOf(alice, 'default')}` })

/** The variables of a shell in which `assume TARGET` was run. */
async function holding(testAws: TestAws, ...target: string[]) {
  return evaluated((await testAws.assume(target)).stdout)
}

describe('a second session in the same shell', () => {
  it('does not use the credentials of the active session as source credentials', async () => {
    const testAws = await open()
    const env = await holding(testAws, 'irish')
    const { calls, stderr } = await testAws.assume([arn], { env })
    expect(calls).toMatchObject([{ by: alice.accessKeys[0]?.accessKeyId }])
    expect(stderr).toContain('is not known here, so the keys are those of "default"')
    const named = await testAws.assume([arn, '--source-profile', 'Bob'], { env })
    expect(named).toMatchObject({ stderr: '', exitCode: 0 })
  })

  it.each([
    ['keys', bobs],
    ['AWS_PROFILE', { AWS_PROFILE: 'Bob' }],
    ['AWS_DEFAULT_PROFILE', { AWS_DEFAULT_PROFILE: 'Bob' }],
  ])('uses the %s that the shell had before and the wrapper saved', async (_, before) => {
    const testAws = await open()
    const env = { ...(await holding(testAws, 'irish')), ...saved(before as Record<string, string>) }
    expect((await testAws.session([arn], { env })).calls).toMatchObject([{ by: key?.accessKeyId }])
  })

  it.each([
    ['none, in a child shell', {}, 'us-east-1'],
    ['AWS_REGION of the shell', { AWS_REGION: 'ap-south-1' }, 'ap-south-1'],
  ])('uses the region that the shell had before: %s', async (_, before, region) => {
    const testAws = await open()
    const env = { ...(await holding(testAws, 'irish')), ...saved(before as Record<string, string>) }
    expect((await testAws.session(['plain'], { env })).calls).toMatchObject([{ at: region }])
  })

  it('removes the region of the first session from the shell', async () => {
    const testAws = await open()
    const env = await holding(testAws, 'irish')
    expect(env).toMatchObject({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' })
    const { stdout } = await testAws.assume(['plain'], { env })
    const variables = await evaluated(stdout, env)
    expect(variables).toMatchObject({ ASSUME_ROLE: 'plain' })
    expect(Object.keys(variables).filter((name) => /REGION|SETTINGS/.test(name))).toEqual([])
  })

  it('does not change the shell if it fails', async () => {
    const testAws = await open()
    const env = await holding(testAws, 'irish')
    const { stdout } = await testAws.assume(['nobody'], { env })
    expect(stdout).toBe('(exit 2);\n')
    expect(await evaluated(stdout, env)).toEqual(env)
  })
})

describe('ASSUME_SETTINGS with forged names', () => {
  it('unsets no variable that a session cannot set', async () => {
    const testAws = await open()
    const env = {
      ...(await holding(testAws, 'irish')),
      ASSUME_SETTINGS: 'PATH HOME LD_PRELOAD AWS_CONFIG_FILE $(id) AWS_REGION;id ASSUME_EVAL_FD',
      AWS_CONFIG_FILE: `${testAws.home.path}/.aws/config`,
    }
    const { stdout } = await testAws.assume(['plain'], { env })
    // A session token can contain each of these words by chance.
    const withoutValues = stdout.replace(/'[^']*'/g, '')
    expect(withoutValues).not.toMatch(/\b(PATH|HOME|LD_PRELOAD|AWS_CONFIG_FILE|EVAL_FD)\b|\bid\b/)
    expect(await evaluated(stdout, env)).toMatchObject({
      ASSUME_ROLE: 'plain',
      AWS_CONFIG_FILE: env.AWS_CONFIG_FILE,
    })
  })
})

describe('access keys that the user exports during a session', () => {
  it('are the source credentials of the next session', async () => {
    const testAws = await open()
    const env = { ...(await holding(testAws, 'irish')), ...bobs }
    const { calls, session } = await testAws.session([arn, '--refresh'], { env })
    expect(calls).toMatchObject([{ by: key?.accessKeyId, at: 'us-east-1' }])
    expect(session.AccountId).toBe('123456789012')
  })

  it('remain in the shell after assume unset', async () => {
    const testAws = await open()
    const env = { ...(await holding(testAws, 'irish')), ...bobs }
    const { stdout } = await testAws.assume(['unset'], { env })
    expect(await evaluated(`${stdout} :`, { ...env, __assume_saved: '1' })).toEqual(bobs)
  })
})

describe('credentials in the environment', () => {
  it('of an expired session are rejected by AWS, and the hint names the environment', async () => {
    const testAws = await open()
    const { ASSUME_KEY_ID: _, ...env } = await holding(testAws, 'irish')
    testAws.aws.expireSessions()
    expect(await testAws.assume([arn], { env })).toMatchObject({
      stdout: '(exit 1);\n',
      stderr: expect.stringMatching(
        /^assume: AssumeRole of .* failed: The security token included in the request is expired \(ExpiredToken\)\n {2}hint: the session in the environment has expired: renew it where it came from\n$/,
      ),
      exitCode: 1,
    })
  })

  it.each(['AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'])(
    'are temporary with %s, so a role lasts at most 1 hour',
    async (name) => {
      const testAws = await open()
      const { session } = await testAws.session(['Bob', '123456'])
      const env = {
        AWS_ACCESS_KEY_ID: session.AccessKeyId,
        AWS_SECRET_ACCESS_KEY: session.SecretAccessKey,
        AWS_SESSION_TOKEN: 'of other keys',
        [name]: session.SessionToken ?? '',
      }
      const target = [roleArn(demoRole), '--duration', '2h']
      const { stderr, calls } = await testAws.session(target, { env })
      expect(stderr).toMatch(/^assume: 1 hour instead of the duration asked for \(--duration\)/)
      expect(calls).toMatchObject([{ DurationSeconds: '3600' }])
    },
  )

  it('are not used for a target that has its own credentials', async () => {
    const testAws = await open()
    const env = { AWS_ACCESS_KEY_ID: 'half a set', AWS_PROFILE: 'nobody', AWS_SESSION_TOKEN: 'x' }
    expect((await testAws.session(['irish'], { env })).calls).toMatchObject([
      { by: key?.accessKeyId },
    ])
    expect((await testAws.session(['Bob', noMfaRole.name], { env })).calls).toHaveLength(1)
  })

  it('give a session the account of its role, whatever AWS_ACCOUNT_ID says', async () => {
    const testAws = await open()
    const env = { ...bobs, AWS_ACCOUNT_ID: '999999999999' }
    const { session } = await testAws.session([roleArn(otherAccountRole)], { env })
    expect(session.AccountId).toBe('210987654321')
  })
})

describe('variables that name files', () => {
  it.each([
    ['AWS_CONFIG_FILE', 'none', 'profiles are read from $HOME/none or ~/.aws/credentials'],
    ['AWS_SHARED_CREDENTIALS_FILE', '', 'source_profile of "irish"'],
  ])('%s replaces the default file', async (name, file, message) => {
    const testAws = await open()
    const env = { [name]: file && `${testAws.home.path}/${file}` }
    const { stderr, exitCode } = await testAws.assume(['irish'], { env })
    expect(exitCode).toBe(name === 'AWS_CONFIG_FILE' ? 2 : 1)
    expect(stderr).toContain(message.replace('$HOME', '~'))
  })

  it('the error says that a path is a directory', async () => {
    const testAws = await open()
    expect(await testAws.assume(['irish'], { env: { AWS_CONFIG_FILE: '/tmp' } })).toMatchObject({
      stdout: '(exit 1);\n',
      stderr: 'assume: cannot read /tmp: it is a directory\n  hint: it has to be a file\n',
      exitCode: 1,
    })
  })
})

describe('variables that configure the AWS SDK but not assume', () => {
  it.each([
    ['AWS_AUTH_SCHEME_PREFERENCE', 'sigv4a'],
    ['AWS_DEFAULTS_MODE', 'bogus'],
    ['AWS_STS_REGIONAL_ENDPOINTS', 'bogus'],
    ['AWS_SDK_UA_APP_ID', 'x'.repeat(100)],
    ['AWS_EXECUTION_ENV', 'x\ny'],
    ['AWS_USE_FIPS_ENDPOINT', 'bogus'],
  ])('%s=%s causes no warning and no failure', async (name, value) => {
    const testAws = await open()
    const { stderr, calls } = await testAws.session(['irish'], { env: { [name]: value } })
    expect(stderr).toBe('')
    expect(calls).toHaveLength(1)
  })
})
