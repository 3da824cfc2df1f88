import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const profile = `[profile plain]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`

/** Somebody in whose home there is a repository that has AWS's files in it. */
async function openRepository() {
  const testAws = await TestAws.open({
    credentials: '',
    files: { 'repo/aws/config': profile, 'repo/aws/credentials': keysOf(bob) },
  })
  mkdirSync(join(testAws.home.path, 'repo/below'))
  const env = {
    AWS_CONFIG_FILE: join(testAws.home.path, 'repo/aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: 'aws/credentials',
  }
  const assume = (words: readonly string[], folder: string, more = {}) =>
    testAws.assume(words, { env: { ...env, ...more }, cwd: join(testAws.home.path, folder) })
  return { testAws, assume }
}

const warning =
  'assume: warning: ~/repo/aws/config: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name files ' +
  'in or below the current folder, which so chooses whose keys are used\n'

it('is said once by whatever takes a session, and the session is given', async () => {
  const { assume } = await openRepository()
  for (const words of [
    ['plain', '--format', 'process'],
    ['exec', 'plain', '--', 'true'],
    ['each', 'plain', '--', 'true'],
    ['console', 'plain', '--url'],
    ['credential-process', 'plain'],
    ['list'],
  ]) {
    const { stderr } = await assume(words, 'repo')
    expect(stderr.split(warning), words.join(' ')).toHaveLength(2)
  }
  expect((await assume(['plain', '--format', 'process'], 'repo')).exitCode).toBe(0)
})

it('is said by the doctor', async () => {
  const { assume } = await openRepository()
  const { stdout } = await assume(['doctor'], 'repo')
  expect(stdout).toContain('AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name files')
})

it('is not said with --quiet, nor elsewhere, nor in HOME and above it', async () => {
  const { testAws, assume } = await openRepository()
  const words = ['plain', '--format', 'process']
  const quiet = await assume([...words, '--quiet'], 'repo')
  expect(quiet).toMatchObject({ stderr: '', exitCode: 0 })
  const absolute = { AWS_SHARED_CREDENTIALS_FILE: join(testAws.home.path, 'repo/aws/credentials') }
  for (const folder of ['repo/below', '', '..']) {
    const { stderr, exitCode } = await assume(words, folder, absolute)
    expect({ stderr, exitCode }, folder).toEqual({ stderr: '', exitCode: 0 })
  }
})
