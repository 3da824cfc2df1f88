import { describe, expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { guardedProfile, roleProfile } from '../../support/profiles.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const file = '~/.config/assume/config'

const config = roleProfile('dev', noMfaRole) + guardedProfile('duration_seconds = 7200')

const withSettings = (text: string) =>
  TestAws.open({ config, files: { '.config/assume/config': text } })

async function variables(testAws: TestAws, words: readonly string[], env = {}) {
  const { stdout, stderr, exitCode } = await testAws.assume([...words, '--quiet'], { env })
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  return evaluated(stdout, env)
}

describe('the variables of a session', () => {
  it('contain no danger, style or renewal without settings', async () => {
    const testAws = await TestAws.open({ config })
    const names = Object.keys(await variables(testAws, ['dev']))
    expect(names.filter((name) => /DANGER|STYLE|RENEW/.test(name))).toEqual([])
  })

  it('contain the style of the prompt segment', async () => {
    const testAws = await withSettings('prompt = right color=cyan format=[{role} {left}]\n')
    expect(await variables(testAws, ['dev'])).toMatchObject({
      ASSUME_STYLE: 'right color=cyan format=%5B{role} {left}%5D',
    })
  })

  it('contain the style with the patterns and quotes of shells encoded', async () => {
    const testAws = await withSettings(`prompt = format=*?[!a]+(x)~^|'"<1-9> é%41\n`)
    const { ASSUME_STYLE = '' } = await variables(testAws, ['dev'])
    expect(ASSUME_STYLE).toMatch(/^[\w =%+é-]+$/)
    expect(decodeURIComponent(ASSUME_STYLE)).toBe(`format=*?[!a]+(x)~^|'"<1-9> é%41`)
  })

  it('contain the time of renewal only while auto_refresh is set', async () => {
    const testAws = await withSettings('auto_refresh = 10\n')
    const held = await variables(testAws, ['dev'])
    expect(Number(held.ASSUME_EXPIRES) - Number(held.ASSUME_RENEW_AT)).toBe(600)
    const env = { ...testAws.home.env, ...held, XDG_CONFIG_HOME: '/nowhere' }
    expect(await variables(testAws, ['refresh'], env)).not.toHaveProperty('ASSUME_RENEW_AT')
    const { stdout } = await testAws.assume(['unset'], { env: held })
    expect(stdout).toMatch(/unset .*\bASSUME_RENEW_AT\b/)
  })

  it.each([
    ['a dangerous target', 'danger = dev\n', ['dev', '--yes']],
    ['keys that do not expire', '', ['Bob']],
  ])('contain no time of renewal for %s', async (_, more, words) => {
    const testAws = await withSettings(`auto_refresh = 10\n${more}`)
    expect(await variables(testAws, words)).not.toHaveProperty('ASSUME_RENEW_AT')
  })

  it('contain the account name in the label, also in the variable of other tools', async () => {
    const testAws = await withSettings('[accounts]\n123456789012 = main\n')
    expect(await variables(testAws, ['dev'])).toMatchObject({
      ASSUME_ROLE: 'dev@main',
      AWSUME_PROFILE: 'dev@main',
    })
    expect(await variables(testAws, ['Bob', noMfaRole.name])).toMatchObject({
      ASSUME_ROLE: `${noMfaRole.name}@main`,
    })
  })
})

it('the refresh of the prompt fails with exit status 3 if it needs an MFA code', async () => {
  const testAws = await withSettings('auto_refresh = 10\n')
  const first = await testAws.assume(['guarded', '123456'])
  const env = { ...testAws.home.env, ...(await evaluated(first.stdout)) }
  expect(await testAws.assume(['refresh', '--no-input', '--quiet'], { env })).toMatchObject({
    stdout: '(exit 3);\n',
    exitCode: 3,
    calls: [],
  })
})

describe('an invalid setting', () => {
  it.each([
    ['prompt = middle', `${file}:1, prompt: "middle" is not a word of it`],
    [
      'auto_refresh = soon',
      `${file}:1, auto_refresh: "soon" is neither a number of minutes nor off`,
    ],
    ['danger = x\ndanger_cache = no', `${file}:2: danger_cache "no" is neither on nor off`],
    ['danger = true', `${file}:1: the setting danger has no value`],
    ['accounts = main', `${file}:1: accounts is a section and not a setting`],
    [
      '[accounts]\n\nmain = 123456789012',
      `${file}:3: [accounts] has twelve digits and a name without spaces or @`,
    ],
    [
      '[accounts]\n123456789012 = a b',
      `${file}:2: [accounts] has twelve digits and a name without spaces or @`,
    ],
    ['[accounts]\n123456789012', `${file}:2: this line is neither a section nor a setting`],
  ])('%j makes assume fail before any call', async (text, message) => {
    const testAws = await withSettings(text)
    const { stderr, exitCode, calls } = await testAws.assume(['dev'])
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] })
  })

  it('[acounts] gives a warning', async () => {
    const testAws = await withSettings('[acounts]\n123456789012 = main')
    expect((await testAws.assume(['dev'])).stderr).toContain('did you mean accounts?')
  })
})

it('credentials of a credential_process are not renewed, because it might prompt', async () => {
  const program = `[profile program]
credential_process = printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"s","SessionToken":"t","Expiration":"2099-01-01T00:00:00Z"}' ASIAIOSFODNN7EXAMPLE
`
  const testAws = await TestAws.open({
    config: program,
    credentials: keysOf(bob),
    files: { '.config/assume/config': 'auto_refresh = 10\n' },
  })
  const held = await variables(testAws, ['program'])
  expect(held).toHaveProperty('ASSUME_EXPIRES')
  expect(held).not.toHaveProperty('ASSUME_RENEW_AT')
})
