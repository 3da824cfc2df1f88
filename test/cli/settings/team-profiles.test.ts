import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { roleProfile } from '../../support/profiles.ts'
import { SsoScene } from '../../support/sign-in/sso.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const settingsFile = '~/.config/assume/config'
const named = 'profiles = ~/shared/aws/config\n'

/** Opens a home directory with a config file of a team, which a test can replace. */
async function openScene(team: string, { settings = named, config = '' } = {}) {
  const testAws = await TestAws.open({
    config: config + roleProfile('own', noMfaRole),
    files: { '.config/assume/config': settings },
  })
  const path = (name: string) => join(testAws.home.path, name)
  mkdirSync(path('shared/aws'), { recursive: true })
  writeFileSync(path('shared/aws/config'), team, { mode: 0o600 })
  const assume = (words: readonly string[]) => testAws.assume(words)
  return { testAws, assume, path }
}

/** A profile with a program that creates a file. */
const running = (path: string) => `[profile runs]\ncredential_process = touch ${path}\n`

const withoutFile = (
  name: string,
) => `assume: warning: ~/shared/aws/config: it ${name}, so its profiles are missing
  hint: it is named by ${settingsFile}:1, profiles
`

/** Replaces a file with what `make` creates. */
const inPlace = (make: (path: string) => unknown) => (path: string) => {
  rmSync(path)
  make(path)
}

describe('the profiles of a team', () => {
  it('are read from the files in the setting, and can use keys of the user', async () => {
    const { assume } = await openScene(roleProfile('team', noMfaRole, 'region = eu-west-3'))
    const { stdout, stderr, calls } = await assume(['team'])
    expect(stderr).toBe('')
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: 'team', AWS_REGION: 'eu-west-3' })
    expect(calls).toMatchObject([{ action: 'AssumeRole', RoleArn: roleArn(noMfaRole) }])
  })

  it('are shown with their file by list and explain', async () => {
    const { assume } = await openScene(roleProfile('team', noMfaRole))
    const list = await assume(['list'])
    expect(list.stderr).toBe('')
    expect(list.stdout).toMatch(/^PROFILE .* FILE/m)
    expect(list.stdout).toMatch(/^team .* ~\/shared\/aws\/config *$/m)
    expect(list.stdout).not.toMatch(/^own .*~/m)
    const json = JSON.parse((await assume(['list', '--format', 'json'])).stdout)
    expect(
      json.profiles.map(({ name, file }: { name: string; file?: string }) => [name, file]),
    ).toEqual([
      ['own', undefined],
      ['Bob', undefined],
      ['team', '~/shared/aws/config'],
    ])
    const { stdout } = await assume(['explain', 'team'])
    expect(stdout).toMatch(/^ {2}file +team, ~\/shared\/aws\/config:1 ← .*config:1, profiles$/m)
    expect((await assume(['explain', 'own'])).stdout).not.toContain('profiles')
    const document = async (profile: string) =>
      JSON.parse((await assume(['explain', profile, '--format', 'json'])).stdout)
    expect((await document('team')).teamFile).toEqual({
      file: '~/shared/aws/config',
      from: expect.stringMatching(/config:1, profiles$/),
    })
    expect(await document('own')).not.toHaveProperty('teamFile')
  })

  it('do not change profiles of the user with the same name, and doctor reports them', async () => {
    const { assume } = await openScene(
      `${roleProfile('own', noMfaRole, 'region = eu-west-3')}[profile Bob]\nregion = eu-west-3\nmfa_serial = arn:aws:iam::123456789012:mfa/other\n`,
    )
    expect(await evaluated((await assume(['own'])).stdout)).not.toHaveProperty('AWS_REGION')
    const explained = await assume(['explain', 'Bob'])
    expect(explained.stdout).not.toMatch(/eu-west-3|shared/)
    const { findings } = JSON.parse(
      (await assume(['doctor', '--offline', '--format', 'json'])).stdout,
    )
    const hidden = findings.filter(({ id }: { id: string }) => id === 'team-profile-hidden')
    expect(hidden).toMatchObject([
      { what: 'profile "own" is not used, because ~/.aws/config has one of this name', line: 1 },
      {
        what: 'profile "Bob" is not used, because ~/.aws/credentials has one of this name',
        line: 6,
      },
    ])
  })

  it('are taken from the first file that contains them', async () => {
    const { testAws, path } = await openScene(
      roleProfile('team', noMfaRole, 'region = eu-west-1'),
      {
        settings: 'profiles = ~/shared/aws/config, "~/other file"\n',
      },
    )
    writeFileSync(
      path('other file'),
      roleProfile('team', noMfaRole, 'region = eu-west-2') + roleProfile('second', noMfaRole),
    )
    const { stdout } = await testAws.assume(['team'])
    expect(await evaluated(stdout)).toMatchObject({ AWS_REGION: 'eu-west-1' })
    expect(await testAws.assume(['second'])).toMatchObject({ stderr: '', exitCode: 0 })
  })

  it('cannot be [default], whose keys would be used for every role ARN', async () => {
    const { assume } = await openScene(
      '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n',
    )
    const run = await assume([roleArn(noMfaRole)])
    expect(run).toMatchObject({ exitCode: 1, calls: [] })
    expect(run.stderr).toContain(
      'warning: ~/shared/aws/config:1: [default] is refused in this file, because it would give its keys to every bare role ARN',
    )
    expect(run.stderr).toContain('profile "default" is not in')
    // A profile of the user gives no such warning.
    expect(await assume(['own'])).toMatchObject({ stderr: '', exitCode: 0 })
  })

  it.each([
    ['credential_process', 'credential_process = touch RAN'],
    [
      'mfa_process',
      `role_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\nmfa_serial = arn:aws:iam::123456789012:mfa/Bob\nmfa_process = touch RAN`,
    ],
    [
      'endpoint_url',
      `role_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\nendpoint_url = http://127.0.0.1:1`,
    ],
    ['services', `role_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\nservices = evil`],
    ['ca_bundle', `role_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\nca_bundle = ~/evil.pem`],
    [
      'web_identity_token_file',
      `role_arn = ${roleArn(noMfaRole)}\nweb_identity_token_file = ~/.ssh/id_ed25519`,
    ],
  ])('with %s are refused, unless trust_profiles names the file', async (key, lines) => {
    const text = (path: string) =>
      `[profile bad]\n${lines.replace('RAN', path)}\n[services evil]\nsts =\n  endpoint_url = http://127.0.0.1:1\n${roleProfile('through', noMfaRole).replace('source_profile = Bob', 'source_profile = bad')}`
    const { testAws, path } = await openScene('')
    writeFileSync(path('shared/aws/config'), text(path('ran')))
    for (const words of [
      ['bad'],
      ['through'],
      ['login', 'bad'],
      ['explain', 'bad'],
      ['exec', 'bad', '--', 'true'],
    ]) {
      const { stderr, exitCode, calls } = await testAws.assume(words, { asProcess: false })
      expect({ exitCode, calls }).toEqual({ exitCode: expect.any(Number), calls: [] })
      expect(exitCode).not.toBe(0)
      expect(stderr).toMatch(
        new RegExp(`~/shared/aws/config:\\d: ${key} is refused in a file of the setting profiles`),
      )
      expect(stderr).toContain('trust_profiles = ~/shared/aws/config')
    }
    expect((await testAws.assume(['list'])).stdout).toMatch(/^bad .*is refused in a file/m)
    expect(await testAws.assume(['own'])).toMatchObject({ stderr: '', exitCode: 0 })
    expect(existsSync(path('ran'))).toBe(false)
  })

  it('run programs if trust_profiles names the file', async () => {
    const { testAws, path } = await openScene('', {
      settings: `${named}trust_profiles = ~/shared/../shared/aws/config\n`,
    })
    writeFileSync(path('shared/aws/config'), running(path('ran')))
    const { stderr } = await testAws.assume(['runs'])
    expect(stderr).toContain('credential_process of "runs" (~/shared/aws/config:2)')
    expect(existsSync(path('ran'))).toBe(true)
  })

  it('do not pass a refused key to a profile that includes them', async () => {
    const { testAws, path } = await openScene('', {
      config: '[profile includes]\ninclude_profile = runs\n\n',
    })
    writeFileSync(path('shared/aws/config'), running(path('ran')))
    const { stderr, exitCode } = await testAws.assume(['includes'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('credential_process is refused')
    expect(existsSync(path('ran'))).toBe(false)
  })

  it('of granted give their role, without running the program of granted', async () => {
    const sso = await SsoScene.open({
      files: {
        '.config/assume/config': named,
        'shared/aws/config': `[profile team]
granted_sso_start_url = https://demo.awsapps.com/start
granted_sso_region = eu-west-1
granted_sso_account_id = 123456789012
granted_sso_role_name = Admin
credential_process = granted credential-process --profile team
`,
      },
    })
    await sso.signIn('old')
    expect(await sso.assume(['team'])).toMatchObject({ stderr: '', exitCode: 0 })
  })

  it('named like ACCOUNT:ROLE do not replace that role', async () => {
    const name = '123456789012:Admin'
    const sso = await SsoScene.open({
      files: {
        '.config/assume/config': named,
        'shared/aws/config': `[profile ${name}]
sso_session = corp
sso_account_id = 210987654321
sso_role_name = ReadOnly
`,
      },
    })
    await sso.signIn()
    const accountOf = async (words: readonly string[]) =>
      (await evaluated((await sso.assume(words)).stdout)).AWS_ACCOUNT_ID
    expect(await accountOf([name])).toBe('123456789012')
    expect(await accountOf(['--profile', name])).toBe('210987654321')
  })

  it('in a loop are an error, and each file is read only once', async () => {
    const { assume } = await openScene(
      roleProfile('a', noMfaRole).replace('= Bob', '= b') +
        roleProfile('b', noMfaRole).replace('= Bob', '= a'),
      { settings: 'profiles = ~/shared/aws/config, ~/shared/aws/config, ~/.aws/config\n' },
    )
    const { stderr, exitCode } = await assume(['a'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain('source_profile loops: a → b → a')
    expect(stderr).toContain('warning: ~/.aws/config: it is read already')
  })

  it('do not replace a command of the same name', async () => {
    const { assume } = await openScene(roleProfile('list', noMfaRole))
    const { stdout } = await assume(['list'])
    expect(stdout).toMatch(/^PROFILE /)
    expect(await assume(['-p', 'list'])).toMatchObject({ stderr: '', exitCode: 0 })
  })
})

describe('a file of the setting profiles', () => {
  it.each<[string, (path: string) => unknown]>([
    ['does not exist', (path) => rmSync(path)],
    ['is a directory', inPlace((path) => mkdirSync(path))],
    ['is not a file', inPlace((path) => execFileSync('mkfifo', [path]))],
    ['is a symbolic link that goes round in a circle', inPlace((path) => symlinkSync(path, path))],
    ['is larger than 10 MB', (path) => truncateSync(path, 50_000_000)],
    ['is not UTF-8', (path) => writeFileSync(path, Buffer.from([0x5b, 0xff]))],
  ])('that %s does not affect other profiles', async (complaint, change) => {
    const { testAws, path } = await openScene('')
    const file = path('shared/aws/config')
    change(file)
    const run = await testAws.assume(['own'])
    expect(run).toMatchObject({ stderr: withoutFile(complaint), exitCode: 0 })
    const missing = await testAws.assume(['-p', 'team'])
    expect(missing.exitCode).toBe(2)
    expect(missing.stderr).toContain(withoutFile(complaint))
    expect(missing.stderr).toContain('profile "team" is not in')
  })

  it.each([
    [
      'profiles = shared/aws/config',
      `${settingsFile}:1, profiles: "shared/aws/config" is not a full path`,
    ],
  ])('must have a full path: %s', async (line, complaint) => {
    const { assume } = await openScene('', { settings: `${line}\n` })
    const { stderr, exitCode } = await assume(['own'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain(complaint)
  })

  it('in trust_profiles gives a warning if profiles does not name it', async () => {
    const { assume } = await openScene('', {
      settings: `${named}trust_profiles = /etc/other\n`,
    })
    const { stderr, exitCode } = await assume(['own'])
    expect(exitCode).toBe(0)
    expect(stderr).toContain(
      `${settingsFile}:2: trust_profiles names /etc/other, and profiles does not`,
    )
  })

  it('is named in the message about a missing profile', async () => {
    const { assume } = await openScene('')
    const { stderr } = await assume(['-p', 'nobody'])
    expect(stderr).toContain('is not in ~/.aws/config or ~/.aws/credentials or ~/shared/aws/config')
  })
})
