import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as tls from 'node:tls'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { privateCa, ssoCertificate, startProxy, untrustedServer } from '../../support/aws/proxy.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { program } from '../../support/program.ts'
import { isInstalled } from '../../support/shells/shells.ts'
import {
  allAttacks,
  attacks,
  foreignCode,
  given,
  passedOn,
  Recorder,
  stale,
} from '../../support/shells/withheld.ts'
import { visit } from '../../support/sign-in/visit.ts'
import { Terminal } from '../../support/terminal/pty.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

type Environment = Readonly<Record<string, string>>

const role = [roleArn(noMfaRole), '--source-profile', 'Bob']

const config = `[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
`

const near = `[profile near]
role_arn = ${roleArn(noMfaRole)}
credential_source = EcsContainer
`

/** Starts in the folder of a project, with `assume` on PATH as npm installs it: a link to bin.js. */
async function inProject(more = '', link = program) {
  const testAws = await TestAws.open({ config: config + more, files: foreignCode })
  const home = testAws.home.path
  mkdirSync(join(home, 'bin'))
  symlinkSync(link, join(home, 'bin/assume'))
  const seen = () => readdirSync(home).sort()
  const path = [join(home, 'bin'), process.env.PATH].join(':')
  const run = async (words: readonly string[], env: Environment = {}, command = ['assume']) => {
    const all = { ...testAws.home.env, PATH: path, ...env }
    const options = { cwd: home, env: all, detached: true }
    const { stdout, stderr, exitCode } = await runProgram([...command, ...words], options)
    expectClean(stderr)
    return { stdout, stderr, exitCode }
  }
  /** Runs assume in the process of the tests, with the variables that the launcher would set. */
  const runHere = async (words: readonly string[], env: Environment = {}) => {
    const { calls: _, ...ended } = await testAws.assume(words, { cwd: home, env: passedOn(env) })
    return ended
  }
  return { testAws, home, path, seen, run, runHere, recorder: new Recorder(home) }
}

describe('a variable that changes Node.js', () => {
  /** What assume prints without such a variable. */
  let printed: object | undefined

  it.each(attacks)('%s=%s does not change assume', async (name, value) => {
    const { run, seen } = await inProject()
    const before = seen()
    printed ??= await run(['list'])
    expect(await run(['list'], { [name]: value })).toEqual(printed)
    expect(seen()).toEqual(before)
  })

  it('has no effect on the output of keys, even with all of them set', async () => {
    const { run, seen } = await inProject()
    const before = [...seen(), '.cache'].sort()
    const { stdout, stderr, exitCode } = await run([...role, '--format', 'process'], allAttacks)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    expect(JSON.parse(stdout)).toHaveProperty('SecretAccessKey')
    expect(seen()).toEqual(before)
  })

  for (const name of ['dash', 'bash --posix', 'busybox sh', 'ksh', 'mksh', 'zsh']) {
    const shell = name.split(' ')
    // CI installs them all.
    const isMissing = !process.env.CI && !isInstalled(shell[0] ?? '')
    it.skipIf(isMissing)(`reaches programs unchanged if sh is ${name}`, async () => {
      const { run, recorder } = await inProject()
      const words = ['exec', 'Bob', '--', recorder.program('child')]
      const env = { ...given, ...stale }
      expect(await run(words, env, [...shell, program])).toMatchObject({ stderr: '', exitCode: 0 })
      expect(recorder.seenBy('child')).toEqual(given)
    })
  }

  it('has no effect, and exported bash functions replace no command of the launcher', async () => {
    const { home, run, seen } = await inProject()
    symlinkSync('/bin/bash', join(home, 'bin/sh'))
    const names = ['exec', 'export', 'unset', 'eval', 'set', 'shift', ':', 'node']
    const functions = names.map((name) => [`BASH_FUNC_${name}%%`, '() { touch evil-ran; }'])
    const env = { ...allAttacks, ...Object.fromEntries(functions) }
    expect(await run(['--version'], env, [join(home, 'bin/sh'), program])).toMatchObject({
      stderr: '',
      exitCode: 0,
    })
    expect(seen()).not.toContain('evil-ran')
  })
})

describe('the launcher', () => {
  it('runs through symbolic links, and with node', async () => {
    const { home, run } = await inProject()
    symlinkSync('bin/assume', join(home, 'linked'))
    for (const command of [['./linked'], [join(home, 'linked')], [process.execPath, program]]) {
      expect(await run(['--version'], {}, command)).toMatchObject({ stderr: '', exitCode: 0 })
    }
  })

  it('passes the arguments unchanged', async () => {
    const { run } = await inProject()
    const words = ['a b', '', '*', "'", '--', '$HOME', 'ü\n\\']
    const code = 'for word; do printf "<%s>" "$word"; done'
    const run1 = await run(['exec', 'Bob', '--', 'sh', '-c', code, 'sh', ...words])
    expect(run1.stdout).toBe(words.map((word) => `<${word}>`).join(''))
  })
})

describe('the original variables are restored for', () => {
  const env = { ...given, ...stale }

  it.each([
    ['exec', ['exec', ...role]],
    ['exec --server', ['exec', '--server', ...role]],
    ['each', ['each', 'plain']],
  ])('%s', async (_, words) => {
    const { run, recorder } = await inProject()
    const child = await run([...words, '--', recorder.program('child')], env)
    expect(child).toMatchObject({ exitCode: 0 })
    expect(recorder.seenBy('child')).toEqual(given)
  })

  it('no program if none was set, also if ASSUME_WITHHELD_ variables were', async () => {
    const { run, recorder } = await inProject()
    await run(['exec', 'Bob', '--', recorder.program('child')], stale)
    expect(recorder.seenBy('child')).toEqual({})
  })

  it('a credential_process and an mfa_process', async () => {
    const { run, home, recorder } = await inProject(`
[profile coded]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
mfa_serial = arn:aws:iam::123456789012:mfa/Bob
`)
    const secret = { SecretAccessKey: 'x'.repeat(30) }
    const keys = { Version: 1, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE', ...secret }
    recorder.program('credentials', `echo '${JSON.stringify(keys)}'`)
    recorder.program('code', 'echo 123456')
    mkdirSync(join(home, '.config/assume'), { recursive: true })
    writeFileSync(join(home, '.config/assume/config'), `mfa_process = ${home}/code\n`)
    writeFileSync(
      join(home, 'config'),
      `[profile printed]\ncredential_process = ${home}/credentials\n`,
    )
    const printed = { ...env, AWS_CONFIG_FILE: join(home, 'config') }
    expect(await run(['printed', '--format', 'json'], printed)).toMatchObject({ exitCode: 0 })
    expect(recorder.seenBy('credentials')).toEqual(given)
    expect(await run(['coded', '--format', 'json'], env)).toMatchObject({ exitCode: 0 })
    expect(recorder.seenBy('code')).toEqual(given)
  })

  it('the browser', async () => {
    const { testAws, run, recorder } = await inProject()
    const BROWSER = recorder.program('browser', `. '${visit}'`)
    const at = { AWS_ENDPOINT_URL_SIGNIN_FEDERATION: testAws.aws.url, BROWSER }
    expect(await run(['console', 'plain'], { ...env, ...at })).toMatchObject({ exitCode: 0 })
    expect(recorder.seenBy('browser')).toEqual(given)
  })

  it('the AWS CLI that assume setup runs', async () => {
    const { run, recorder } = await inProject()
    const folder = recorder.program('aws', 'exit 1').replace(/\/aws$/, '')
    const PATH = [folder, process.env.PATH].join(':')
    const words = ['setup', 'Bob', 'reader', '--apply', '--profile', 'Bob']
    await run(words, { ...env, PATH }, [program])
    expect(recorder.seenBy('aws')).toEqual(given)
  })

  it('the shell of assume demo', async () => {
    const { home, recorder } = await inProject()
    const terminal = Terminal.start(program, ['demo'], home, {
      ...env,
      SHELL: recorder.program('bash'),
    })
    await terminal.exited()
    expect(recorder.seenBy('bash')).toEqual(given)
  })
})

describe('certificates that NODE_OPTIONS selects are trusted', () => {
  /** The exit status without these options. */
  let exitCode: number | undefined

  it.each([
    '--use-system-ca',
    '--use-openssl-ca',
    '--use_openssl_ca',
    '--no-such-flag --use-system-ca --require ./evil.cjs',
    '--use-openssl-ca --use-system-ca',
  ])('%s', async (NODE_OPTIONS) => {
    const { testAws, run, home } = await inProject()
    const proxy = await startProxy(testAws.aws.url)
    const env = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url }
    const trusting = { ...env, SSL_CERT_FILE: privateCa, NODE_OPTIONS }
    const words = [...role, '--format', 'json', '--debug']
    exitCode ??= (await run(words, { ...trusting, NODE_OPTIONS: '' })).exitCode
    expect(exitCode).toBe(1)
    expect(await run(words, trusting)).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(home, 'evil-ran'))).toBe(false)
  })

  it('together with those of NODE_EXTRA_CA_CERTS', async () => {
    const { testAws, runHere } = await inProject()
    const proxy = await startProxy(testAws.aws.url)
    const env = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url }
    const extra = { NODE_EXTRA_CA_CERTS: privateCa, NODE_OPTIONS: '--use-system-ca' }
    expect(await runHere([...role, '--format', 'json'], { ...env, ...extra })).toMatchObject({
      exitCode: 0,
    })
  })

  it.skipIf('getCACertificates' in tls)(
    'and assume doctor reports if an older Node.js cannot read those of the system',
    async () => {
      const { run } = await inProject()
      const env = { NODE_OPTIONS: '--use-system-ca', SSL_CERT_FILE: '/nonexistent' }
      const { stdout } = await run(['doctor', '--offline', '--format', 'json'], env)
      expect(stdout).toContain('system-certificates-unread')
    },
  )

  it('and assume doctor shows it', async () => {
    const { runHere } = await inProject()
    const env = { NODE_OPTIONS: '--use-openssl-ca' }
    const { stdout } = await runHere(['doctor', '--offline', '--format', 'json'], env)
    expect(stdout).toContain('trusting the certificates of OpenSSL (NODE_OPTIONS)')
  })
})

describe('the certificates of NODE_EXTRA_CA_CERTS', () => {
  it.each(['', '--use-openssl-ca', '--use-system-ca'])(
    'are trusted behind a proxy, with NODE_OPTIONS=%s',
    async (NODE_OPTIONS) => {
      const { testAws, run, runHere } = await inProject()
      const proxy = await startProxy(testAws.aws.url)
      const env = { AWS_ENDPOINT_URL_STS: '', AWS_REGION: 'eu-west-1', HTTPS_PROXY: proxy.url }
      const words = [...role, '--format', 'json']
      expect(await runHere(words, { ...env, NODE_OPTIONS })).toMatchObject({ exitCode: 1 })
      const trusting = { ...env, NODE_OPTIONS, NODE_EXTRA_CA_CERTS: privateCa }
      expect(await run(words, trusting)).toMatchObject({ exitCode: 0, stderr: '' })
    },
  )

  const untrusted = /its certificate is not trusted|DEPTH_ZERO_SELF_SIGNED_CERT/
  // The certificate is not for 127.0.0.1, so the error shows whether it is trusted.
  it.each<[string, (url: string) => Environment, readonly string[]]>([
    ['STS', (url) => ({ AWS_ENDPOINT_URL_STS: url }), role],
    [
      'the endpoint of a container',
      (url) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/keys` }),
      ['near'],
    ],
  ])('are trusted by a connection to %s', async (_, envOf, words) => {
    const { runHere } = await inProject(near)
    const env = { AWS_REGION: 'eu-west-1', ...envOf((await untrustedServer()).url) }
    const { stderr } = await runHere(words, env)
    expect(stderr).toMatch(untrusted)
    const trusting = await runHere(words, { ...env, NODE_EXTRA_CA_CERTS: ssoCertificate })
    expect(trusting).toMatchObject({ exitCode: 1 })
    expect(trusting.stderr).not.toMatch(untrusted)
    expect(trusting.stderr).toMatch(/another host|ERR_TLS_CERT_ALTNAME_INVALID/)
  })

  it('are ignored with a warning if the file is unusable, when TLS is used', async () => {
    const { runHere } = await inProject()
    const env = { NODE_EXTRA_CA_CERTS: '/nonexistent/ca.pem', AWS_REGION: 'eu-west-1' }
    expect(await runHere([...role, '--format', 'json'], env)).toMatchObject({
      exitCode: 0,
      stderr: '',
    })
    const { url } = await untrustedServer()
    const { stderr } = await runHere(role, { ...env, AWS_ENDPOINT_URL_STS: url })
    expect(stderr).toContain(
      'warning: NODE_EXTRA_CA_CERTS: "/nonexistent/ca.pem" cannot be read (ENOENT), and is ignored\n',
    )
    const { stdout } = await runHere(['doctor', '--offline', '--format', 'json'], env)
    expect(stdout).toContain('extra-certificates-ignored')
  })

  it('are named by assume doctor', async () => {
    const { runHere } = await inProject()
    const { stdout } = await runHere(['doctor', '--offline'], { NODE_EXTRA_CA_CERTS: privateCa })
    expect(stdout).toContain(`and those in ${privateCa} (NODE_EXTRA_CA_CERTS)`)
  })
})
