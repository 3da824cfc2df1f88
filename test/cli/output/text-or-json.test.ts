import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const config = `[profile dev]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`

/** A shell with an active session of dev. */
async function open() {
  const testAws = await TestAws.open({ config })
  const { stdout } = await testAws.assume(['dev'])
  return { testAws, env: await evaluated(stdout) }
}

describe.each([
  [['list']],
  [['status']],
  [['explain', 'dev']],
  [['cache', 'list']],
  [['doctor', '--offline']],
])('assume %j', (words) => {
  it('prints text without --format and with --format text', async () => {
    const { testAws, env } = await open()
    const text = await testAws.assume(words, { env })
    expect(text.stdout).not.toBe('')
    expect(await testAws.assume([...words, '--format', 'text'], { env })).toEqual(text)
  })

  it('prints a document with --format json', async () => {
    const { testAws, env } = await open()
    const { stdout } = await testAws.assume([...words, '--format', 'json'], { env })
    expect(Object.keys(JSON.parse(stdout))).not.toEqual([])
  })

  it('refuses another format, and names text and json', async () => {
    const { testAws, env } = await open()
    expect(await testAws.assume([...words, '--format', 'yaml'], { env })).toMatchObject({
      stdout: '',
      stderr: 'assume: there is no format "yaml"\n  hint: the formats are: text, json\n',
      exitCode: 2,
    })
  })
})
