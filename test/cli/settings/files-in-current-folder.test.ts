import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { expect, it } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { TestAws } from '../../support/test-aws.ts'

const profile = `[profile plain]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`

/** A home directory with a repository that contains a config and a credentials file of AWS. */
async function openRepository() {
  const testAws = await TestAws.open({
    credentials: '',
    files: { 'repo/aws/config': profile, 'repo/aws/credentials': keysOf(bob) },
  })
  mkdirSync(join(testAws.home.path, 'repo/below'))
  const env = {
    AWS_CONFIG_FILE: join(testAws.home.path, 'repo/aws/config'),
    AWS_SHARED_CREDENTIALS_FILE: 'aws/credentials',
    AWS_ENDPOINT_URL_SIGNIN_FEDERATION: testAws.aws.url,
  }
  const assume = (words: readonly string[], folder: string, more = {}) =>
    testAws.assume(words, { env: { ...env, ...more }, cwd: join(testAws.home.path, folder) })
  return { testAws, assume }
}

const warning =
  'assume: warning: ~/repo/aws/config: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name files ' +
  'in or below the current folder, which so chooses whose keys are used\n'

it('each command warns once about AWS files in the current folder, and succeeds', async () => {
  const { assume } = await openRepository()
  for (const words of [
    ['plain', '--format', 'process'],
    ['exec', 'plain', '--', 'true'],
    ['each', 'plain', '--', 'true'],
    ['console', 'plain', '--url'],
    ['credential-process', 'plain'],
    ['list'],
  ]) {
    const { stderr, exitCode } = await assume(words, 'repo')
    expect(stderr.split(warning), words.join(' ')).toHaveLength(2)
    expect(exitCode, stderr).toBe(0)
  }
})

it('assume doctor reports AWS files in the current folder', async () => {
  const { assume } = await openRepository()
  const { stdout } = await assume(['doctor'], 'repo')
  expect(stdout).toContain('AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name files')
})

it('the warning is omitted with --quiet, in other folders, in HOME and above HOME', async () => {
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
