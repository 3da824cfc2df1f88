import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const role = ['Bob', noMfaRole.name, '--region', 'eu-west-1']

describe('assume unset', () => {
  it.each([['unset'], ['--unset'], ['-u']])(
    'as %s, without a session, says so and exits with 0',
    async (word) => {
      const testAws = await TestAws.open()
      expect(await testAws.assume([word])).toEqual({
        stdout: '',
        stderr: 'assume: this shell has no session from assume\n',
        exitCode: 0,
        calls: [],
      })
      expect((await testAws.assume([word, '--quiet'])).stderr).toBe('')
    },
  )

  it('removes the variables of the session and restores the earlier ones', async () => {
    const testAws = await TestAws.open()
    const before = {
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: "it's $HOME",
      AWS_PROFILE: 'mine',
      AWS_REGION: 'ap-south-1',
      AWS_CONFIG_FILE: '',
    }
    const taken = await testAws.assume(role, { env: before })
    const env = await evaluated(taken.stdout, before)
    expect(env).not.toHaveProperty('AWS_PROFILE')
    expect(env).toMatchObject({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' })
    const dropped = await testAws.assume(['unset'], { env })
    expect(dropped).toMatchObject({ stderr: '', exitCode: 0, calls: [] })
    // One shell evals both outputs. The second run had the variables that the first had exported.
    expect(await evaluated(`${taken.stdout}${dropped.stdout}`, before)).toEqual(before)
  })

  it('restores the earlier variables after two sessions in a row', async () => {
    const testAws = await TestAws.open()
    const before = { AWS_PROFILE: 'mine', AWS_DEFAULT_REGION: 'ap-south-1' }
    const first = await testAws.assume(role, { env: before })
    const second = await testAws.assume(['Bob'], { env: await evaluated(first.stdout, before) })
    const both = `${first.stdout}${second.stdout}`
    const env = await evaluated(both, before)
    expect(env).not.toHaveProperty('AWS_REGION')
    expect(env).toMatchObject({ ASSUME_ROLE: 'Bob', AWS_DEFAULT_REGION: 'ap-south-1' })
    const dropped = await testAws.assume(['unset'], { env })
    expect(await evaluated(`${both}${dropped.stdout}`, before)).toEqual(before)
  })

  it('works even if the config file and the settings file are invalid', async () => {
    const testAws = await TestAws.open({
      config: '[profile',
      files: { '.config/assume/config': 'duration' },
    })
    expect(await testAws.assume(['unset'])).toMatchObject({ exitCode: 0 })
  })

  it('rejects --format process', async () => {
    const testAws = await TestAws.open()
    expect(await testAws.assume(['unset', '--format', 'process'])).toEqual({
      stdout: '',
      stderr: 'assume: --format process cannot unset variables\n',
      exitCode: 2,
      calls: [],
    })
  })
})
