import { describe, expect, it } from 'vitest'
import { bob } from '../../../src/demo/fixture.ts'
import { inCharset } from '../../../src/model/in-charset.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const config = `[profile dev]
source_profile = Bob
role_arn = arn:aws:iam::123456789012:role/demo-no-mfa-role

[profile caf\u00e9]
source_profile = caf\u00e9 2
role_arn = arn:aws:iam::123456789012:role/x
`

const open = () => TestAws.open({ config, credentials: keysOf(bob) })

const commands = [
  ['explain', 'dev'],
  ['list'],
  ['doctor', '--offline'],
  ['--help'],
  ['each', '--help'],
  ['setup', '--help'],
  ['caf\u00e9'],
]

describe('with LC_ALL=C', () => {
  it.each(commands)('%s %s prints only ASCII', async (...words) => {
    const testAws = await open()
    const { stdout, stderr } = await testAws.assume(words, { env: { LC_ALL: 'C' } })
    expect(`${stdout}${stderr}`).toMatch(/^[\n\x20-\x7e]+$/)
  })

  it('explain prints ASCII arrows, and list escapes names', async () => {
    const testAws = await open()
    const run = async (words: string[], env: Record<string, string>) =>
      (await testAws.assume(words, { env })).stdout
    expect(await run(['explain', 'dev'], { LC_ALL: 'C' })).toContain(' <- ')
    expect(await run(['explain', 'dev'], { LC_ALL: 'C.UTF-8' })).toContain(' \u2190 ')
    expect(await run(['list'], { LC_ALL: 'POSIX' })).toContain('caf\\u00e9')
  })

  it('JSON contains names unchanged', async () => {
    const testAws = await open()
    const { stdout } = await testAws.assume(['list', '--format', 'json'], { env: { LC_ALL: 'C' } })
    expect(JSON.parse(stdout).profiles.map(({ name }: { name: string }) => name)).toContain(
      'caf\u00e9',
    )
  })
})

describe('inCharset', () => {
  it.each([
    [{}, '\u2192'],
    [{ LANG: 'de_DE.UTF-8' }, '\u2192'],
    [{ LANG: 'C' }, '->'],
    [{ LANG: 'C', LC_ALL: 'en_US.UTF-8' }, '\u2192'],
    [{ LANG: 'en_US.UTF-8', LC_CTYPE: 'POSIX' }, '->'],
  ])('with %j, writes an arrow as %s', (env, arrow) => {
    expect(inCharset('a \u2192 b', env)).toBe(`a ${arrow} b`)
  })

  it('escapes characters that have no ASCII replacement', () => {
    expect(inCharset('\u{1f511} \u00e9\u2026', { LC_ALL: 'C' })).toBe('\\u{1f511} \\u00e9...')
  })
})
