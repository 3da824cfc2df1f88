import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { refuse, totp } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { admin, bob } from '../../../src/demo/fixture.ts'
import { keysOf, temporaryHome } from '../../support/home.ts'
import { assume, type PrintedSession, program } from '../../support/program.ts'
import { Terminal } from '../../support/terminal/pty.ts'
import { TestAws } from '../../support/test-aws.ts'

const noAwsCli = spawnSync('aws', ['--version'], { stdio: 'ignore' }).status !== 0

const account = '123456789012'
const iam = `arn:aws:iam::${account}`

/** Opens a demo with the keys of Bob and of the administrator, for the real AWS CLI. */
async function demo() {
  const testAws = await TestAws.open({ credentials: `${keysOf(bob)}${keysOf(admin)}` })
  const env = {
    AWS_ENDPOINT_URL_STS: testAws.aws.url,
    AWS_ENDPOINT_URL_IAM: testAws.aws.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_PROFILE: 'admin',
  }
  const setup = (...words: readonly string[]) => testAws.assume(['setup', ...words], { env })
  /** Runs code in a shell where `aws` is the AWS CLI. */
  const shell = (code: string, more: Readonly<Record<string, string>> = {}) =>
    execa('sh', ['-ec', code], {
      env: { PATH: process.env.PATH ?? '', HOME: testAws.home.path, ...env, ...more },
      extendEnv: false,
      reject: false,
      cwd: testAws.home.path,
      stdin: 'ignore',
    })
  /** Returns the ARN that the AWS CLI gets with a session. */
  const arnOf = async ({ AccessKeyId, SecretAccessKey, SessionToken = '' }: PrintedSession) => {
    const ask = 'unset AWS_PROFILE; aws sts get-caller-identity --query Arn --output text'
    const { stdout } = await shell(ask, {
      AWS_ACCESS_KEY_ID: AccessKeyId,
      AWS_SECRET_ACCESS_KEY: SecretAccessKey,
      AWS_SESSION_TOKEN: SessionToken,
    })
    return stdout
  }
  return { testAws, aws: testAws.aws, env, setup, shell, arnOf, before: testAws.aws.world }
}

// Each call of the AWS CLI takes a second or more, and a setup makes a dozen.
describe.skipIf(noAwsCli)('assume setup with the AWS CLI and a demo', { timeout: 240_000 }, () => {
  it('gives a denied user the role, and removes it with --undo', async () => {
    const { testAws, aws, setup, arnOf, before } = await demo()
    const wanted = ['Bob', 'auditor']
    const denied = await testAws.assume([...wanted, '--format', 'process'])
    expect(denied).toMatchObject({ stdout: '', exitCode: 1 })
    expect(denied.stderr).toMatch(
      /is not authorized .* \(AccessDenied\)\n {2}hint: does the role exist\?/,
    )

    const policies = ['--attach-policy', 'ReadOnlyAccess']
    const made = await setup(...wanted, ...policies, '--apply')
    expect(made).toMatchObject({ stdout: '', exitCode: 0 })
    expect(made.stderr).toContain(`assume: in account ${account}, as ${iam}:user/admin\n`)
    expect(made.stderr).toContain('assume: exists already: the user Bob\n')
    const { session } = await testAws.session(wanted)
    expect(await arnOf(session)).toBe(`arn:aws:sts::${account}:assumed-role/auditor/Bob`)

    const undone = await setup(...wanted, '--undo', '--apply')
    expect(undone).toMatchObject({ stdout: '', exitCode: 0 })
    expect(aws.world).toEqual(before)
  })

  it('creates a user whose key and MFA device work, and removes them with --undo', async () => {
    const { testAws, aws, env, setup, before } = await demo()
    const wanted = ['Carol', 'auditor', '--mfa', '--access-key']
    const command = [process.execPath, program, 'setup', ...wanted, '--apply']
    const terminal = Terminal.start(
      'bash',
      ['-c', '"$@" >"$HOME/given"; echo "status $?"', 'bash', ...command],
      testAws.home.path,
      { ...testAws.home.env, ...env },
    )
    for (const title of [
      'in account',
      'create the user',
      'create the role',
      'create the policy',
      'make a',
    ]) {
      await terminal.waitFor(`assume: ${title}`)
    }
    const [, seed = ''] =
      /or type it in: ([A-Z2-7]{64})\r\n/.exec(
        await terminal.waitFor('Code that the app shows: '),
      ) ?? []
    const codeIn = (seconds: number) => totp(seed, new Date(aws.now().getTime() + seconds * 1000))
    const [first, second] = [codeIn(0), codeIn(30)]
    terminal.type(`${second}\r`)
    await terminal.waitFor('The code after that')
    terminal.type(`${first}\r`)
    await terminal.waitFor('AWS does not take these two codes')
    await terminal.waitFor('Code that the app shows: ')
    terminal.type(`${first}\r`)
    await terminal.waitFor('The code after that')
    terminal.type(`${second}\r`)
    await terminal.waitFor('status 0')

    const given = readFileSync(join(testAws.home.path, 'given'), 'utf8')
    const carol = temporaryHome({ '.aws/credentials': given }, aws)
    const asCarol = (...words: readonly string[]) =>
      assume(['Carol', 'auditor', ...words, '--no-input', '--format', 'process'], {
        env: carol.env,
      })
    expect((await asCarol()).stderr).toMatch(/\(AccessDenied\)\n.*does the role require MFA\?/s)
    // AWS accepts each code only once.
    expect((await asCarol(second)).stderr).toContain('invalid MFA one time pass code')
    aws.faults.skewSeconds = 60
    const session = await asCarol(codeIn(0))
    expect(session).toMatchObject({ exitCode: 0 })
    expect(aws.calls.at(-1)).toMatchObject({ action: 'AssumeRole', outcome: 'ok' })
    aws.faults.skewSeconds = 0

    const world = aws.world
    const again = await setup(...wanted, '--apply')
    expect(again).toMatchObject({ stdout: '', exitCode: 0 })
    expect(again.stderr).toMatch(
      /exists already: the user Carol, the role auditor, the policy assume-auditor, that policy at Carol, the MFA device \S+:mfa\/Carol, the access key AKIA\w+, whose/,
    )
    expect(again.stderr).not.toMatch(/warning|assume: (create|let|make)/)
    expect(aws.world).toEqual(world)
    const undone = await setup('Carol', 'auditor', '--undo', '--apply')
    expect(undone.stderr).not.toContain('stays')
    expect(aws.world).toEqual(before)
  })

  it('reports a caller without permission, and creates nothing', async () => {
    const { aws, setup, before } = await demo()
    const { stderr, stdout, exitCode } = await setup('Carol', 'auditor', '--apply', '-p', 'Bob')
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toMatch(
      /^assume: in account 123456789012, as \S+:user\/Bob\nassume: could not find out what exists: User: \S+:user\/Bob is not authorized to perform: iam:Get\w+ on resource: .* \(AccessDenied\)\n {2}hint: the AWS CLI has to have keys/,
    )
    expect(aws.world).toBe(before)
  })

  it.each([
    ['continues where it stopped', ['--access-key', '--apply'], ['Carol']],
    ['undoes the completed steps', ['--undo', '--apply'], []],
  ])('%s after a failure', async (_, options, users) => {
    const { aws, setup, before } = await demo()
    const words = ['Carol', 'auditor', '--access-key']
    aws.faults.at = { CreatePolicy: refuse('AccessDenied', 403, 'not authorized to do that') }
    const stopped = await setup(...words, '--apply')
    expect(stopped).toMatchObject({ stdout: '', exitCode: 1 })
    expect(stopped.stderr).toContain(
      `assume: could not create the policy assume-auditor: not authorized to do that (AccessDenied)
  hint: the AWS CLI has to have keys that may administer IAM here: name their profile with --profile
  hint: done before that: create the user Carol; create the role auditor, which trusts Carol
  hint: to go on, without doing anything twice: assume setup ${words.join(' ')} --apply
  hint: to take it back: assume setup ${words.join(' ')} --undo --apply
`,
    )
    aws.faults.at = {}
    const { exitCode, stderr } = await setup('Carol', 'auditor', ...options)
    expect(exitCode).toBe(0)
    expect(stderr).not.toContain('create the user')
    const isNew = ({ name }: { readonly name: string }) =>
      before.users.every((each) => each.name !== name)
    expect(aws.world.users.filter(isNew).map(({ name }) => name)).toEqual(users)
    if (users.length === 0) expect(aws.world).toEqual(before)
  })

  it('prints commands that create the same, and commands that undo it', async () => {
    const { testAws, aws, setup, shell, before } = await demo()
    const words = ['Carol', 'auditor', '--attach-policy', 'ReadOnlyAccess', '--mfa', '--access-key']
    const { stdout } = await setup(...words)
    const toScan = stdout.indexOf('# scan it')
    const first = await shell(stdout.slice(0, toScan))
    expect(first).toMatchObject({ stderr: '', exitCode: 0 })
    const picture = join(testAws.home.path, 'Carol-mfa.png')
    expect(statSync(picture).mode & 0o777).toBe(0o600)
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG')

    const [{ secret = '' } = {}] = aws.world.unassignedDevices ?? []
    const codeIn = (seconds: number) => totp(secret, new Date(aws.now().getTime() + seconds * 1000))
    const scanned = stdout.slice(toScan)
    const typed = scanned.replaceAll(/CODE([12])/g, (_, place) => codeIn(place === '1' ? 0 : 30))
    const made = await shell(typed)
    expect(made).toMatchObject({ stderr: '', exitCode: 0 })
    expect(existsSync(picture)).toBe(false)
    const { AccessKeyId } = JSON.parse(made.stdout).AccessKey
    expect(aws.world.users.find(({ name }) => name === 'Carol')).toMatchObject({
      attachedPolicies: [`arn:aws:iam::${account}:policy/assume-auditor`],
      accessKeys: [{ accessKeyId: AccessKeyId }],
      mfaDevices: [{ serial: `arn:aws:iam::${account}:mfa/Carol`, secret }],
    })

    const back = (await setup(...words, '--undo')).stdout.replaceAll('KEY_ID', AccessKeyId)
    expect(await shell(back)).toMatchObject({ stderr: '', stdout: '', exitCode: 0 })
    expect(aws.world).toEqual(before)
  })

  it('hints at a command that shares a role, also after another user is removed', async () => {
    const { testAws, aws, setup, shell, before } = await demo()
    await setup('Carol', 'auditor', '--apply')
    const { stderr } = await setup('Bob', 'auditor', '--apply')
    const [, fix = ''] = /hint: to change that: (aws .*)/.exec(stderr) ?? []
    expect((await testAws.assume(['Bob', 'auditor', '--no-input'])).exitCode).not.toBe(0)
    expect(await shell(fix)).toMatchObject({ stderr: '', exitCode: 0 })
    await testAws.session(['Bob', 'auditor'])

    const undone = await setup('Carol', 'auditor', '--undo', '--apply')
    expect(undone.stderr).toContain('the role auditor stays: it trusts others than Carol')
    expect(aws.world.users).toEqual(
      before.users.map((user) => expect.objectContaining({ name: user.name })),
    )
    await testAws.session(['Bob', 'auditor'])
    await setup('Bob', 'auditor', '--undo', '--apply')
    expect(aws.world).toEqual(before)
  })
})
