import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { admin } from '../../../src/demo/fixture.ts'
import {
  admins,
  bobs,
  endOf,
  failure,
  fileOf,
  LoginScene,
  loginProfiles,
} from '../../support/sign-in/login-scene.ts'

const signedIn = (who: string, profile: string) =>
  `assume: signed in as ${who} for profile "${profile}"; its keys are renewed automatically\n`

describe('assume login --new', () => {
  it.each<[string, string, readonly string[], string, string]>([
    [
      'a new profile',
      '',
      ['dev', '--region', 'euw2'],
      'add these lines to ~/.aws/config',
      `[profile dev]\nlogin_session = ${bobs}\nregion = eu-west-2\n`,
    ],
    [
      'a name with blanks',
      '',
      ['my dev'],
      'add these lines to ~/.aws/config',
      `[profile "my dev"]\nlogin_session = ${bobs}\nregion = us-east-1\n`,
    ],
    [
      '[default], without a name',
      '',
      [],
      'add these lines to ~/.aws/config',
      `[default]\nlogin_session = ${bobs}\nregion = us-east-1\n`,
    ],
    [
      'a profile with a region',
      '[profile dev]\nregion = eu-west-1\n',
      ['dev'],
      'add to profile "dev" (~/.aws/config:1)',
      `login_session = ${bobs}\n`,
    ],
    [
      'a profile with another identity',
      `[profile dev]\nlogin_session = ${admins}\n`,
      ['dev'],
      'replace the login_session of profile "dev" (~/.aws/config:2)',
      `login_session = ${bobs}\n`,
    ],
  ])(
    'prints the lines for %s, and does not change ~/.aws/config',
    async (_, config, words, whereTo, lines) => {
      const scene = await LoginScene.open(config)
      const run = await scene.signedIn(['--new', ...words])
      expect(run).toMatchObject({ stdout: lines, exitCode: 0 })
      const name = words[0] ?? 'default'
      expect(endOf(run)).toBe(`${signedIn(bobs, name)}assume: to use the sign-in, ${whereTo}:\n`)
      expect(scene.files()).toEqual([fileOf(bobs)])
      expect(readFileSync(join(scene.home.path, '.aws/config'), 'utf8')).toBe(config)
    },
  )

  it('prints no lines if the profile already has this login_session', async () => {
    const scene = await LoginScene.open()
    const run = await scene.signedIn(['me', '--new'])
    expect(run).toMatchObject({ stdout: '', exitCode: 0 })
    expect(endOf(run)).toBe(signedIn(bobs, 'me'))
  })

  it('prints a profile that works once the lines are in ~/.aws/config', async () => {
    const scene = await LoginScene.open('')
    const { stdout } = await scene.signedIn(['dev', '--new', '-r', 'eu-west-1'])
    const second = await LoginScene.open(stdout, {
      [`.aws/login/cache/${fileOf(bobs)}`]: JSON.stringify(scene.saved()),
    })
    expect(await second.run(['dev', '--format', 'process'])).toMatchObject({ exitCode: 0 })
  })

  it('uses the profile name in AWS_PROFILE', async () => {
    const scene = await LoginScene.open('')
    scene.signIn.browserUser = admin
    const run = await scene.signedIn(['--new'], { AWS_PROFILE: 'ops' })
    expect(run.stdout).toBe(`[profile ops]\nlogin_session = ${admins}\nregion = us-east-1\n`)
  })

  it.each([
    ['role_arn', '[profile x]\nrole_arn = arn:aws:iam::123456789012:role/x\n'],
    ['sso_account_id', '[profile x]\nsso_account_id = 123456789012\n'],
    ['credential_process', '[profile x]\ncredential_process = /bin/false\n'],
  ])('refuses a profile with %s', async (key, config) => {
    const scene = await LoginScene.open(config)
    expect(await scene.run(['login', '--new', 'x'])).toEqual({
      stdout: '',
      stderr: failure(
        `profile "x" has other credentials, which come before a sign-in: ${key} (~/.aws/config:2)`,
        'choose the name of a new profile, or remove them there',
      ),
      exitCode: 2,
    })
    expect(scene.outcomes).toEqual([])
  })

  it.each<[readonly string[], number, string]>([
    [['--new', 'a]b'], 2, 'no section of ~/.aws/config can have this name'],
    [['--new', 'x', '--region', 'evil.example/x'], 2, '"evil.example/x" is not an AWS region'],
    [['--new', 'x', '--no-input'], 3, 'a new sign-in needs a person, and --no-input asks nobody'],
    [['--new', 'https://corp.awsapps.com/start'], 2, 'the URL of a portal is for a sign-in to'],
    [['--new', '--name', 'x'], 2, '--name is for a sign-in to IAM Identity Center'],
    [['--new', '--sso-session', 'x'], 2, '--sso-session is for a sign-in to IAM Identity'],
    [['me', '--use-device-code'], 2, '--use-device-code is for a sign-in to IAM Identity Center'],
    [['me', '--allow-http-endpoint'], 2, '--allow-http-endpoint is for a sign-in to IAM Identity'],
    [['me', '--region', 'eu-west-1'], 2, '--region is for a sign-in at a URL or --new'],
  ])('refuses the arguments %j', async (words, exitCode, message) => {
    const scene = await LoginScene.open()
    const run = await scene.run(['login', ...words], { DISPLAY: ':99' })
    expect(run).toMatchObject({ stdout: '', exitCode })
    expect(run.stderr).toContain(message)
    expect(scene.outcomes).toEqual([])
  })
})

describe('assume login', () => {
  it('without a profile uses the only sign-in', async () => {
    const scene = await LoginScene.open(`${loginProfiles}[profile twin]\nlogin_session = ${bobs}\n`)
    expect(endOf(await scene.signedIn([]))).toBe(signedIn(bobs, 'me'))
  })

  it('without a profile lists the sign-ins if there are several', async () => {
    const other = `[profile ops]\nlogin_session = ${admins}\n`
    const scene = await LoginScene.open(loginProfiles + other)
    expect(await scene.run(['login'])).toEqual({
      stdout: '',
      stderr: failure(
        'there are several sign-ins: profile "me", profile "ops"',
        'name the profile',
      ),
      exitCode: 2,
    })
  })

  it('with --no-input exits with 3 before a sign-in, and renews it later', async () => {
    const scene = await LoginScene.open()
    expect(await scene.run(['login', 'me', '--no-input'])).toMatchObject({ exitCode: 3 })
    await scene.signedIn()
    const { accessToken, ...others } = scene.saved()
    const over = { ...accessToken, expiresAt: '2020-01-01T00:00:00Z' }
    writeFileSync(
      join(scene.folder, fileOf(bobs)),
      JSON.stringify({ ...others, accessToken: over }),
    )
    expect(await scene.run(['login', 'me', '--no-input'])).toEqual({
      stdout: '',
      stderr: 'assume: still signed in for profile "me"\n',
      exitCode: 0,
    })
    expect(scene.saved().accessToken.accessKeyId).not.toBe(accessToken.accessKeyId)
  })
})
