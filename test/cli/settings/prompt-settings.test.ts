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

describe('the shell is told', () => {
  it('nothing that no setting asks for', async () => {
    const testAws = await TestAws.open({ config })
    const names = Object.keys(await variables(testAws, ['dev']))
    expect(names.filter((name) => /DANGER|STYLE|RENEW/.test(name))).toEqual([])
  })

  it('how the segment is to look', async () => {
    const testAws = await withSettings('prompt = right color=cyan format=[{role} {left}]\n')
    expect(await variables(testAws, ['dev'])).toMatchObject({
      ASSUME_STYLE: 'right color=cyan format=%5B{role} {left}%5D',
    })
  })

  it('how it is to look without any character that is a pattern or a quote to a shell', async () => {
    const testAws = await withSettings(`prompt = format=*?[!a]+(x)~^|'"<1-9> é%41\n`)
    const { ASSUME_STYLE = '' } = await variables(testAws, ['dev'])
    expect(ASSUME_STYLE).toMatch(/^[\w =%+é-]+$/)
    expect(decodeURIComponent(ASSUME_STYLE)).toBe(`format=*?[!a]+(x)~^|'"<1-9> é%41`)
  })

  it('from when on to renew, and no more once the setting is gone', async () => {
    const testAws = await withSettings('auto_refresh = 10\n')
    const held = await variables(testAws, ['dev'])
    expect(Number(held.ASSUME_EXPIRES) - Number(held.ASSUME_RENEW_AT)).toBe(600)
    const env = { ...testAws.home.env, ...held, XDG_CONFIG_HOME: '/nowhere' }
    expect(await variables(testAws, ['refresh'], env)).not.toHaveProperty('ASSUME_RENEW_AT')
    const { stdout } = await testAws.assume(['unset'], { env: held })
    expect(stdout).toMatch(/unset .*\bASSUME_RENEW_AT\b/)
  })

  it.each([
    ['a target of danger', 'danger = dev\n', ['dev', '--yes']],
    ['keys that do not end', '', ['Bob']],
  ])('not to renew %s', async (_, more, words) => {
    const testAws = await withSettings(`auto_refresh = 10\n${more}`)
    expect(await variables(testAws, words)).not.toHaveProperty('ASSUME_RENEW_AT')
  })

  it('the name of the account, which is the label for other tools as well', async () => {
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

it('what the prompt runs asks for no code, and needs one where there is none to spare', async () => {
  const testAws = await withSettings('auto_refresh = 10\n')
  const first = await testAws.assume(['guarded', '123456'])
  const env = { ...testAws.home.env, ...(await evaluated(first.stdout)) }
  expect(await testAws.assume(['refresh', '--no-input', '--quiet'], { env })).toMatchObject({
    stdout: '(exit 3);\n',
    exitCode: 3,
    calls: [],
  })
})

describe('a setting that is none', () => {
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
  ])('%j stops before any call', async (text, message) => {
    const testAws = await withSettings(text)
    const { stderr, exitCode, calls } = await testAws.assume(['dev'])
    expect(stderr.split('\n')[0]).toBe(`assume: ${message}`)
    expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] })
  })

  it('[acounts] is warned of', async () => {
    const testAws = await withSettings('[acounts]\n123456789012 = main')
    expect((await testAws.assume(['dev'])).stderr).toContain('did you mean accounts?')
  })
})

it('keys of a program are renewed by nobody: it might ask something', async () => {
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
