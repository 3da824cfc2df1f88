import { roleArn } from 'aws-stand-in'
import { expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const config = ['one', 'two', 'three']
  .map(
    (name) => `[profile ${name}]
role_arn = ${roleArn(noMfaRole)}
role_session_name = ${name}
source_profile = Bob
`,
  )
  .join('')

/** A shell in which each run of assume gets the variables that the runs before it exported. */
async function shellIn(testAws: TestAws) {
  let env: Record<string, string> = {}
  return {
    get env() {
      return env
    },
    async assume(...args: string[]) {
      const { stdout, ...outcome } = await testAws.assume(args, { env })
      if (outcome.exitCode === 0) env = await evaluated(stdout, { ...testAws.home.env, ...env })
      return { stdout, ...outcome }
    },
  }
}

it('assume - switches back and forth between two cached sessions', async () => {
  const testAws = await TestAws.open({ config })
  const shell = await shellIn(testAws)
  await shell.assume('one', '-r', 'eu-west-1')
  expect(shell.env).not.toHaveProperty('ASSUME_PREVIOUS')
  await shell.assume('two')
  expect(shell.env).toMatchObject({ ASSUME_ROLE: 'two' })
  expect(shell.env).not.toHaveProperty('AWS_REGION')
  const back = await shell.assume('-')
  expect(back).toMatchObject({ exitCode: 0, stderr: '', calls: [] })
  expect(shell.env).toMatchObject({ ASSUME_ROLE: 'one', AWS_REGION: 'eu-west-1' })
  expect(await shell.assume('-')).toMatchObject({ exitCode: 0, calls: [] })
  expect(shell.env).toMatchObject({ ASSUME_ROLE: 'two' })
})

it('assume refresh renews the active session', async () => {
  const testAws = await TestAws.open({ config })
  const shell = await shellIn(testAws)
  await shell.assume('one')
  await shell.assume('two', '-r', 'eu-west-1')
  const { ASSUME_KEY_ID, ASSUME_PREVIOUS } = shell.env
  const { calls, stderr } = await shell.assume('refresh')
  expect(stderr).toBe('')
  expect(calls.map(({ action }) => action)).toEqual(['AssumeRole'])
  expect(shell.env.ASSUME_KEY_ID).not.toBe(ASSUME_KEY_ID)
  expect(shell.env).toMatchObject({ ASSUME_ROLE: 'two', AWS_REGION: 'eu-west-1', ASSUME_PREVIOUS })
})

it('refresh ignores a forged ASSUME_ROLE, and - rejects a forged ASSUME_PREVIOUS', async () => {
  const testAws = await TestAws.open({ config })
  const shell = await shellIn(testAws)
  await shell.assume('one')
  const env = { ...shell.env, ASSUME_ROLE: 'two', AWS_REGION: 'us-west-1' }
  const { stdout } = await testAws.assume(['refresh'], { env })
  expect(stdout).toContain("ASSUME_ROLE='one'")
  for (const previous of ['two', 'AKIAIOSFODNN7EXAMPLE:0000000000000000', '../../x:1']) {
    const back = await testAws.assume(['-'], { env: { ...shell.env, ASSUME_PREVIOUS: previous } })
    expect(back).toMatchObject({ stdout: '(exit 1);\n', exitCode: 1, calls: [] })
    expect(back.stderr).toMatch(/^assume: there is no earlier role to go back to/)
  }
})

it.each(['refresh', '-'])('%s fails without an active session', async (word) => {
  const testAws = await TestAws.open({ config })
  expect(await testAws.assume([word])).toMatchObject({
    stdout: '(exit 1);\n',
    exitCode: 1,
    calls: [],
  })
})
