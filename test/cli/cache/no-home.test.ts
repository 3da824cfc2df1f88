import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, onTestFinished } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { near, onMachine, profilesOn, words } from '../../support/aws/metadata-machine.ts'
import { assumeAsSecondUser, withSecondUser } from '../../support/processes/second-user.ts'
import { TestAws } from '../../support/test-aws.ts'

/** A config file that every user can read, for `AWS_CONFIG_FILE`. */
function readableConfig(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'assume-no-home-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  chmodSync(folder, 0o755)
  const path = join(folder, 'config')
  writeFileSync(path, text, { mode: 0o644 })
  return path
}

const showKeyId = ['sh', '-c', 'echo "$AWS_ACCESS_KEY_ID"']

const askServer = `
const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file } = process.env
fetch(url, { headers: { authorization: require('fs').readFileSync(file, 'utf8') } })
  .then((answer) => answer.json())
  .then(({ AccessKeyId }) => console.log(AccessKeyId))
`

describe('without HOME, as a user without an entry in the password file', () => {
  async function testAws() {
    const { aws } = await TestAws.open()
    const [key] = bob.accessKeys
    const env = {
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: key?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: key?.secretAccessKey ?? '',
    }
    return { aws, env }
  }
  const role = roleArn(noMfaRole)
  const uncached =
    'assume: warning: the session cannot be cached in /.cache/assume/sessions: permission denied: /: it belongs to root'

  withSecondUser(
    'assume prints a session of a role, and warns that it cannot be cached',
    async () => {
      const { env } = await testAws()
      const { stdout, stderr, exitCode } = await assumeAsSecondUser(
        [role, '--format', 'process'],
        env,
      )
      expect({ stderr, exitCode }).toEqual({ stderr: uncached, exitCode: 0 })
      expect(JSON.parse(stdout)).toMatchObject({ Version: 1, AccountId: noMfaRole.account })
    },
  )

  withSecondUser('credential-process prints a session of a role', async () => {
    const { env } = await testAws()
    const { stdout, exitCode } = await assumeAsSecondUser(['credential-process', role], env)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout).AccessKeyId).toMatch(/^ASIA/)
  })

  withSecondUser('exec and each run a program with a session of a role', async () => {
    const { env } = await testAws()
    const exec = await assumeAsSecondUser(['exec', role, '--', ...showKeyId], env)
    expect(exec).toMatchObject({ stdout: expect.stringMatching(/^ASIA\w+$/), exitCode: 0 })
    const each = await assumeAsSecondUser(['each', role, '--', ...showKeyId], env)
    expect(each).toMatchObject({ stdout: expect.stringMatching(/ASIA\w+$/), exitCode: 0 })
  })

  withSecondUser('exec --server serves a session of a role', async () => {
    const { env } = await testAws()
    const run = await assumeAsSecondUser(
      ['exec', '--server', role, '--', process.execPath, '-e', askServer],
      env,
    )
    expect(run).toMatchObject({ stdout: expect.stringMatching(/^ASIA\w+$/), exitCode: 0 })
  })

  for (const word of words) {
    withSecondUser(`assume assumes a role with credential_source = ${word}`, async () => {
      const machine = await onMachine(word)
      const env = {
        ...machine.env,
        AWS_ENDPOINT_URL_STS: machine.testAws.aws.url,
        AWS_CONFIG_FILE: readableConfig(profilesOn(word)),
      }
      const { stdout, exitCode } = await assumeAsSecondUser(['near', '--format', 'process'], env)
      expect(exitCode).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ AccountId: near.account })
    })
  }
})
