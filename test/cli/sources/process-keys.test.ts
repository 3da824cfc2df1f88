import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

const [key = { accessKeyId: '', secretAccessKey: '' }] = bob.accessKeys
const bobsKeys = {
  Version: 1,
  AccessKeyId: key.accessKeyId,
  SecretAccessKey: key.secretAccessKey,
}
const serial = 'arn:aws:iam::123456789012:mfa/Bob'
const second = { ...demoRole, name: 'second', maxSessionDuration: 43_200 }
const world = { ...demoWorld, roles: [...demoWorld.roles, second] }

/** A profile `p` whose program prints the file `answer` in the home directory, and roles with `p` as source. */
const config = (...lines: readonly string[]) => `[profile p]
credential_process = sh -c 'echo >>"$HOME/runs"; cat "$HOME/answer"'
${lines.join('\n')}

[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = p
role_session_name = me
duration_seconds = 7200

[profile one]
role_arn = ${roleArn(demoRole)}
source_profile = p
mfa_serial = ${serial}

[profile two]
role_arn = ${roleArn(second)}
source_profile = p
mfa_serial = ${serial}
`

async function open(...lines: readonly string[]) {
  const testAws = await TestAws.open({ world, credentials: '', config: config(...lines) })
  const print = (answer: object) =>
    writeFileSync(join(testAws.home.path, 'answer'), JSON.stringify(answer))
  print(bobsKeys)
  const runs = () => {
    const file = join(testAws.home.path, 'runs')
    return existsSync(file) ? readFileSync(file, 'utf8').length : 0
  }
  return { testAws, print, runs }
}

const actions = ({ calls }: { readonly calls: readonly { readonly action?: string }[] }) =>
  calls.map(({ action }) => action)

describe("a user's keys that a credential_process prints", () => {
  it('can assume a role for its full duration_seconds', async () => {
    const { testAws, runs } = await open()
    const { stderr, calls } = await testAws.session(['plain'])
    expect({ stderr, calls }).toMatchObject({ stderr: '', calls: [{ DurationSeconds: '7200' }] })
    expect(runs()).toBe(1)
  })

  it('need one MFA code and one run of the program for all roles', async () => {
    const { testAws, runs } = await open()
    const first = await testAws.session(['one', '123456'])
    expect(actions(first)).toEqual(['GetSessionToken', 'AssumeRole'])
    expect(first.stderr).toBe(
      'assume: MFA done: roles reached from profile "p" need no more codes for 4 h\n',
    )
    const other = await testAws.session(['two'])
    expect(actions(other)).toEqual(['AssumeRole'])
    expect(other.stderr).toBe('')
    expect(runs()).toBe(1)
  })

  it('get an MFA session of their own, and are not called temporary', async () => {
    const { testAws } = await open(`mfa_serial = ${serial}`)
    const run = await testAws.session(['p', '123456'])
    expect(actions(run)).toEqual(['GetSessionToken'])
    expect(run.stderr).not.toContain('temporary')
  })

  it('can assume a role for its full duration if nothing can be cached', async () => {
    const { testAws, runs } = await open()
    const env = { XDG_CACHE_HOME: '/dev/null/cache' }
    const { calls } = await testAws.session(['plain'], { env })
    expect(calls).toMatchObject([{ DurationSeconds: '7200' }])
    expect(runs()).toBe(1)
  })

  it('are detected again in each answer of the program', async () => {
    const { testAws, print } = await open()
    await testAws.session(['plain'])
    // The program now prints a session of the user, whose credentials are temporary.
    const credentials = testAws.aws.issueUserSession(bob, 3600)
    print({
      Version: 1,
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiration.toISOString(),
    })
    const hour =
      'assume: 1 hour instead of the duration asked for (~/.aws/config:9, duration_seconds): AWS gives no more to a role taken with temporary keys\n'
    const temporary = await testAws.session(['plain', '--refresh'])
    expect(temporary).toMatchObject({ stderr: hour, calls: [{ DurationSeconds: '3600' }] })
    print(bobsKeys)
    const again = await testAws.session(['plain', '--refresh'])
    expect(again.calls).toMatchObject([{ DurationSeconds: '7200' }])
  })

  it('are known before the program runs if the profile has process_keys = user', async () => {
    const { testAws, runs } = await open('process_keys = user')
    const { stdout } = await testAws.assume(['explain', 'one'])
    expect(stdout).toContain('those of a user')
    expect(stdout).toContain('GetSessionToken')
    expect((await testAws.assume(['doctor', '--offline'])).stdout).not.toContain('process_keys')
    expect(runs()).toBe(0)
  })

  it('are shown by explain only after the program has run', async () => {
    const { testAws, runs } = await open()
    const before = (await testAws.assume(['explain', 'plain'])).stdout
    expect(before).toContain("a user's or temporary: that shows when the program is run")
    expect(before).toContain('process keys')
    expect(before).not.toContain('1 hour instead')
    expect(runs()).toBe(0)
    await testAws.session(['plain'])
    expect((await testAws.assume(['explain', 'plain'])).stdout).toContain('those of a user')
  })

  it('are not requested from the program before a protected target is confirmed', async () => {
    const { testAws, runs } = await open()
    const folder = join(testAws.home.path, '.config/assume')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'config'), `danger = ${noMfaRole.name}\n`)
    const { exitCode } = await testAws.assume(['plain'])
    expect({ exitCode, runs: runs() }).toEqual({ exitCode: 3, runs: 0 })
  })
})
