import { join } from 'node:path'
import { type Role, roleArn, userArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { atAws } from '../../support/aws/at-aws.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name]
const file = '~/.config/assume/config'

const config = `[profile prod]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
region = eu-west-1
duration_seconds = 1800
role_session_name = from-profile
`

const settings = 'duration = 2h\nregion = eu-north-1\nsession_name = from-settings\n'

const withSettings = (text: string, props = {}) =>
  TestAws.open({ config, files: { '.config/assume/config': text }, ...props })

describe('the settings of assume', () => {
  it('apply if nothing else sets a value', async () => {
    const testAws = await withSettings(settings)
    const { calls, stdout, stderr } = await testAws.assume(role)
    expect(stderr).toBe('')
    expect(calls).toMatchObject([
      { DurationSeconds: '7200', RoleSessionName: 'from-settings', at: 'eu-north-1' },
    ])
    expect(await evaluated(stdout)).toMatchObject({
      AWS_REGION: 'eu-north-1',
      AWS_DEFAULT_REGION: 'eu-north-1',
    })
  })

  it.each([
    ['the profile', ['prod'], {}, ['1800', 'from-profile', 'eu-west-1']],
    [
      'options',
      ['prod', '-d', '1h', '--session-name', 'me', '-r', 'us-west-2'],
      {},
      ['3600', 'me', 'us-west-2'],
    ],
    ['the environment', role, { AWS_REGION: 'us-west-1' }, ['7200', 'from-settings', 'us-west-1']],
  ])('are overridden by %s', async (_, words, env, [duration, name, region]) => {
    const testAws = await withSettings(settings)
    expect((await testAws.session(words, { env })).calls).toMatchObject([
      { DurationSeconds: duration, RoleSessionName: name, at: region },
    ])
  })

  it('set no region if the shell has one', async () => {
    const testAws = await withSettings(settings)
    const env = { AWS_DEFAULT_REGION: 'us-west-1' }
    expect(await evaluated((await testAws.assume(role, { env })).stdout, env)).not.toHaveProperty(
      'AWS_REGION',
    )
  })

  it('are read from $XDG_CONFIG_HOME if it is an absolute path', async () => {
    const testAws = await TestAws.open({
      files: { 'xdg/assume/config': 'duration = 1h', '.config/assume/config': 'duration = 2h' },
    })
    const absolute = { XDG_CONFIG_HOME: join(testAws.home.path, 'xdg') }
    const relative = { XDG_CONFIG_HOME: 'xdg' }
    const run = (env: Record<string, string>) =>
      testAws.session(role, { env, cwd: testAws.home.path })
    expect((await run(absolute)).calls).toMatchObject([{ DurationSeconds: '3600' }])
    expect((await run(relative)).calls).toMatchObject([{ DurationSeconds: '7200' }])
  })

  it('set the duration of the requested role, not of an intermediate role', async () => {
    const hub: Role = {
      account: bob.account,
      name: 'hub',
      trustPolicy: {
        Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: userArn(bob) } },
      },
    }
    const testAws = await withSettings('duration = 4h', {
      world: { ...demoWorld, roles: [hub, noMfaRole] },
      config: `[profile hub]\nrole_arn = ${roleArn(hub)}\nsource_profile = Bob\n[profile end]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = hub\n`,
    })
    const { calls, stderr } = await testAws.assume(['end'])
    expect(calls).toMatchObject([{ RoleArn: roleArn(hub) }, { DurationSeconds: '3600' }])
    expect(calls[0]).not.toHaveProperty('DurationSeconds')
    expect(stderr.split('\n')[0]).toBe(
      `assume: 1 hour instead of the duration asked for (${file}:1, duration): AWS gives no more to a role taken with temporary keys`,
    )
  })

  it.each([
    ['duration = 1h30m', `${file}:1, duration: "1h30m" is not a duration`],
    [
      'duration = 100',
      `${file}:1, duration: 100 is outside what AWS allows, 15 minutes to 12 hours (36 for a user)`,
    ],
    [
      'duration = 13h',
      `${file}:1, duration: AWS gives a role session 15 minutes at the least and 12 hours at the most`,
    ],
    ['\nduration', `${file}:2: this line is neither a section nor a setting`],
    ['\nduration = true', `${file}:2: the setting duration has no value`],
    ['region = evil.example/x', `${file}:1, region: "evil.example/x" is not an AWS region`],
    ['session_name = a b', `${file}:1, session_name: "a b" is not a role session name`],
  ])('with %j make assume fail, and the error names the line', async (text, message) => {
    const testAws = await withSettings(text)
    const { stdout, stderr, exitCode, calls } = await testAws.assume(role, { env: atAws })
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
  })

  it.each([
    ['durration = 2h', `${file}:1: there is no setting "durration"`, 'did you mean duration?'],
    [
      '\n[prod]\nregion = x',
      `${file}:2: there is no section [prod]`,
      'region stands above the first [section]',
    ],
    [
      'constructor = 1',
      `${file}:1: there is no setting "constructor"`,
      'the settings are: duration, region, session_name, cache, cache_dir, aws_cli_cache, mfa_session_duration, mfa_process, danger, danger_cache, auto_refresh, prompt, browser, sso_index, profiles, trust_profiles',
    ],
    [
      '\x1b[31m = 1',
      `${file}:1: there is no setting "\\x1b[31m"`,
      'the settings are: duration, region, session_name, cache, cache_dir, aws_cli_cache, mfa_session_duration, mfa_process, danger, danger_cache, auto_refresh, prompt, browser, sso_index, profiles, trust_profiles',
    ],
  ])('with %j give a warning, and assume succeeds', async (text, warning, hint) => {
    const testAws = await withSettings(text)
    expect((await testAws.session(role)).stderr).toBe(
      `assume: warning: ${warning}\n  hint: ${hint}\n`,
    )
    expect((await testAws.session([...role, '--quiet'])).stderr).toBe('')
  })
})
