import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { guardedProfile, roleProfile, serial } from '../../support/profiles.ts'
import { dialogue } from '../../support/terminal/dialogue.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const file = '~/.config/assume/config:1'
const config =
  roleProfile('live', noMfaRole) +
  guardedProfile() +
  roleProfile('other', noMfaRole, `mfa_serial = ${serial}`).replace('name = Bob', 'name = other')

const [device] = bob.mfaDevices
const withTwoCodes = { ...bob, mfaDevices: [{ serial, ...device, codes: ['123456', '234567'] }] }

const withSettings = (text: string) =>
  TestAws.open({
    world: { ...demoWorld, users: [withTwoCodes] },
    config,
    files: { '.config/assume/config': text },
  })

const ofLive = 'Type live to continue: '

const taken = (words: string) =>
  `eval "$(assume ${words})"; echo "status $? [\${AWS_ACCESS_KEY_ID:+a session}]"`

describe('a target that the setting danger protects', () => {
  it.each([
    ['li*', ['live'], 'profile live'],
    [noMfaRole.name, ['Bob', noMfaRole.name], `role ${noMfaRole.name}`],
    [
      'main',
      ['--source-profile', 'Bob', roleArn(noMfaRole)],
      'account main',
      '[accounts]\n123456789012 = main',
    ],
  ])('danger = %s fails without a terminal: %j', async (pattern, words, matches, more = '') => {
    const testAws = await withSettings(`danger = none, ${pattern}\n${more}`)
    expect(await testAws.assume(words)).toEqual({
      stdout: '(exit 3);\n',
      stderr: `assume: ${matches} matches "${pattern}", danger in ${file}, so a person has to confirm it, and there is no terminal to ask on
  hint: to confirm in advance: --yes
`,
      exitCode: 3,
      calls: [],
    })
  })

  it.each([
    ['a second line', 'danger = live\ndanger = other\n'],
    ['a quoted pattern and an unquoted one', 'danger = "*iv*", other\n'],
    ['patterns that are each quoted', 'danger = "other", "live"\n'],
    ['patterns with a blank between them', 'danger = other *iv*\n'],
    ['patterns with a ; between them', 'danger = *.prod;*\n'],
    ['a ? for one character', 'danger = ?ive\n'],
    ['an account as the console shows it', 'danger = 1234-5678-9012\n'],
    ['an account and a role in the form of a target', `danger = 123456789012:${noMfaRole.name}\n`],
    ['a setting in an unknown section', '[assume]\ndanger = live\n'],
  ])('is protected by %s', async (_, settings) => {
    const testAws = await withSettings(settings)
    expect(await testAws.assume(['live', '--quiet'])).toMatchObject({ exitCode: 3, calls: [] })
  })

  it('is protected by the file in the home directory, whatever XDG_CONFIG_HOME says', async () => {
    const testAws = await withSettings('danger = live\nduration = 30m\n')
    for (const folder of ['/no/such/folder', join(testAws.home.path, '.aws')]) {
      const env = { XDG_CONFIG_HOME: folder }
      const run = await testAws.assume(['live'], { env })
      expect(run).toMatchObject({ exitCode: 3, calls: [] })
      expect(run.stderr).toContain(`profile live matches "live", danger in ${file}`)
      const { calls } = await testAws.session(['live', '--yes'], { env })
      expect(calls[0] ?? { DurationSeconds: undefined }).not.toMatchObject({
        DurationSeconds: '1800',
      })
    }
  })

  it('is shown by explain with its pattern and the settings files', async () => {
    const testAws = await TestAws.open({
      config,
      files: {
        '.config/assume/config': 'danger = live\n',
        'xdg/assume/config': 'region = eu-west-1',
      },
    })
    const env = { XDG_CONFIG_HOME: join(testAws.home.path, 'xdg') }
    const { stdout } = await testAws.assume(['explain', 'live'], { env })
    expect(stdout).toContain(`
  danger    profile live matches "live" ← ${file}
  settings  ~/xdg/assume/config; ~/.config/assume/config, danger alone
`)
    const json = await testAws.assume(['explain', 'live', '-f', 'json'], { env })
    expect(JSON.parse(json.stdout)).toMatchObject({
      danger: { pattern: 'live', matches: 'profile live', from: file },
      settingsFiles: [
        { file: '~/xdg/assume/config', isThere: true },
        { file: '~/.config/assume/config', isThere: true, isForDanger: true },
      ],
    })
  })

  it('a pattern that looks like a regular expression causes a warning', async () => {
    const testAws = await withSettings('\ndanger = /prod/\n')
    expect(
      (await testAws.session(['live'])).stderr,
    ).toBe(`assume: warning: ~/.config/assume/config:2: danger has "/prod/", which looks like a regular expression and is none
  hint: write *prod*: * stands for any characters, ? for one
`)
  })

  it('needs confirmation before GetCallerIdentity is called', async () => {
    const testAws = await withSettings('danger = admin')
    const run = await testAws.assume(['Bob', 'team/admin', '123456'])
    expect(run).toMatchObject({ exitCode: 3, calls: [] })
  })

  it('is not given to a program by exec without --yes', async () => {
    const testAws = await withSettings('danger = li*')
    const words = ['live', '--', 'sh', '-c', 'echo "<$ASSUME_ROLE>"']
    expect(await testAws.assume(['exec', ...words])).toMatchObject({ exitCode: 3, calls: [] })
    const confirmed = await testAws.assume(['exec', '--yes', ...words])
    expect(confirmed).toMatchObject({ stdout: '<live>\n', stderr: '', exitCode: 0 })
  })

  it('is not opened in the console without --yes', async () => {
    const testAws = await withSettings('danger = li*')
    const env = { AWS_ENDPOINT_URL_SIGNIN_FEDERATION: testAws.aws.url }
    const words = ['console', 'live', '--url']
    const refused = await testAws.assume(words, { env })
    expect(refused).toMatchObject({ stdout: '', exitCode: 3, calls: [] })
    expect(testAws.aws.signIns).toEqual([])
    expect(await testAws.assume([...words, '--yes'], { env })).toMatchObject({ exitCode: 0 })
  })

  it('is assumed with --yes, and ASSUME_DANGER marks it for the prompt', async () => {
    const testAws = await withSettings('danger = li*')
    const { stdout, stderr, exitCode } = await testAws.assume(['live', '--yes'])
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(await evaluated(stdout)).toMatchObject({ ASSUME_ROLE: 'live', ASSUME_DANGER: '1' })
    const other = await testAws.assume(['Bob', noMfaRole.name])
    expect(await evaluated(other.stdout)).not.toHaveProperty('ASSUME_DANGER')
  })

  it('is assumed only after the user types its full name', async () => {
    const testAws = await withSettings('danger = li*')
    const { shown, calls } = await dialogue(
      testAws,
      [taken('live')],
      [
        [ofLive, 'y\r'],
        ['that is not live; to cancel: Ctrl-C', `${noMfaRole.name}\r`],
        ['that is not live; to cancel: Ctrl-C', 'live\r'],
      ],
    )
    expect(shown).toContain(
      `profile live, in account 123456789012, is protected: danger = li* in ${file}\n`,
    )
    expect(shown).toMatch(/status 0 \[a session\]\n$/)
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['live', 'live'],
    ['live', 'main'],
    [`Bob ${noMfaRole.name}`, 'main'],
  ])('%s is assumed after the answer %s; the question names the account', async (words, name) => {
    const testAws = await withSettings('danger = main\n[accounts]\n123456789012 = main\n')
    const wanted = words === 'live' ? 'live or main' : 'main'
    const { shown } = await dialogue(
      testAws,
      [taken(words)],
      [
        [`Type ${wanted} to continue: `, '123456789012\r'],
        [`that is not ${wanted}`, `${name}\r`],
      ],
    )
    expect(shown).toContain(`account main (123456789012) is protected: danger = main in ${file}\n`)
    expect(shown).toMatch(/status 0 \[a session\]\n$/)
  })

  it('is cancelled by Ctrl-C without a call to AWS', async () => {
    const testAws = await withSettings('danger = li*')
    const { shown, calls } = await dialogue(testAws, [taken('live')], [[ofLive, '\x03']])
    expect(shown).toMatch(/assume: cancelled, nothing was changed\nstatus 130 \[\]\n$/)
    expect(calls).toEqual([])
  })

  it('fails with status 3 and asks no question with --no-input', async () => {
    const testAws = await withSettings('danger = li*')
    const { shown, calls } = await dialogue(testAws, [taken('live --no-input')])
    expect(shown).toContain('--no-input forbids to ask')
    expect(shown).toMatch(/status 3 \[\]\n$/)
    expect(calls).toEqual([])
  })

  it('needs confirmation before the MFA code, and again for refresh and -', async () => {
    const testAws = await withSettings('danger = guarded')
    const asked = 'Type guarded to continue: '
    const name = 'guarded\r'
    const { shown } = await dialogue(
      testAws,
      [taken('guarded'), taken(`Bob ${noMfaRole.name}`), taken('-'), taken('refresh')],
      [
        [asked, name],
        [`MFA code for ${serial}: `, '123456\r'],
        [asked, name],
        [asked, name],
      ],
    )
    expect(shown.match(/status 0/g)).toHaveLength(4)
  })
})

describe('danger_cache = off', () => {
  const settings = 'danger = guarded\ndanger_cache = off\naws_cli_cache = write\n'

  it('does not cache the target or use cached sessions, so each run needs a code', async () => {
    const testAws = await withSettings(settings)
    // This caches a session with MFA.
    await testAws.session(['other', '123456'])
    const before = cached(testAws)
    const first = await testAws.session(['guarded', '--yes', '234567'])
    expect(first.calls).toMatchObject([{ action: 'AssumeRole', TokenCode: '234567' }])
    expect(first.calls).toHaveLength(1)
    expect(first.stderr).toBe(
      'assume: the code goes to the role itself: the setting "danger_cache" is off, so no session is cached for it\n',
    )
    expect(cached(testAws)).toEqual(before)
    const second = await testAws.assume(['guarded', '--yes'])
    expect(second).toMatchObject({ exitCode: 3, calls: [] })
    expect(second.stderr).toContain(`a code of the MFA device ${serial} is needed`)
    expect((await testAws.session(['other'])).calls).toEqual([])
  })

  /** The files of cached sessions, both of assume and of the AWS CLI. */
  function cached(testAws: TestAws) {
    const folders = ['.cache/assume/sessions', '.cache/assume/memory', '.aws/cli/cache']
    return folders.map((folder) => readdirSync(join(testAws.home.path, folder)).sort())
  }
})
