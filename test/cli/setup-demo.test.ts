import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refuse } from '../../src/demo/faults.ts'
import { admin, bob } from '../../src/demo/story.ts'
import { totp } from '../../src/demo/totp.ts'
import { keysOf, temporaryHome } from '../support/home.ts'
import { program } from '../support/program.ts'
import { plain, Terminal } from '../support/pty.ts'
import { Scene } from '../support/scene.ts'

const noAwsCli = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status !== 0

const account = '123456789012'
const iam = `arn:aws:iam::${account}`

/** Somebody who may administer the demo, with the AWS CLI. */
async function administrator() {
  const scene = await Scene.open({ credentials: `${keysOf(bob)}${keysOf(admin)}` })
  const env = {
    AWS_ENDPOINT_URL_IAM: scene.aws.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_REGION: 'eu-west-1',
  }
  const setup = (...words: readonly string[]) =>
    scene.assume(['setup', ...words, '-p', 'admin', '--apply'], { env })
  return { scene, env, setup, before: scene.aws.world }
}

/** A home of who was given these keys. */
const homeOf = (scene: Scene, credentials: string) =>
  temporaryHome({ '.aws/credentials': credentials }, scene.aws)

describe.skipIf(noAwsCli)('assume setup --apply, by the AWS CLI, at the demo', () => {
  it('lets a user in who was denied, once it has made the role; and takes it back', async () => {
    const { scene, setup, before } = await administrator()
    const assuming = ['Bob', 'auditor', '--format', 'process']
    const denied = await scene.assume(assuming)
    expect(denied).toMatchObject({ stdout: '', exitCode: 1 })
    expect(denied.stderr).toContain('AccessDenied')

    const words = ['Bob', 'auditor', '--attach-policy', 'ReadOnlyAccess']
    const made = await setup(...words)
    expect(made).toMatchObject({ stdout: '', exitCode: 0 })
    expect(made.stderr).toContain('assume: there already: the user Bob\n')

    const { session } = await scene.session(assuming)
    const variables = {
      AWS_ACCESS_KEY_ID: session.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: session.SecretAccessKey,
      AWS_SESSION_TOKEN: `${session.SessionToken}`,
    }
    expect(await scene.callerOf(variables)).toBe(`arn:aws:sts::${account}:assumed-role/auditor/Bob`)

    const undone = await setup('Bob', 'auditor', '--undo')
    expect(undone.stderr).toContain('the user Bob stays')
    expect(undone).toMatchObject({ stdout: '', exitCode: 0 })
    expect(scene.aws.world).toEqual(before)
  }, 120_000)
})
