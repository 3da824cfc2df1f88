import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { formats } from '../../../src/formats/index.ts'
import { printedVariables } from '../../support/printed-variables.ts'
import { runProgram } from '../../support/processes/run-program.ts'
import { program } from '../../support/program.ts'
import { core as inTests, posixShells } from '../../support/shells/posix-shells.ts'
import { describeIn, isInstalled } from '../../support/shells/shells.ts'
import { TestAws } from '../../support/test-aws.ts'

/** `hard` has an endpoint that every format must quote. The shell gets it, and no test calls it. */
const endpoint = `http://127.0.0.1:9/it's/$(touch%20canary)/;#&|%41"\\`
const config = `[profile plain]
role_arn = arn:aws:iam::123456789012:role/${noMfaRole.name}
source_profile = Bob
region = eu-west-1

[profile hard]
role_arn = arn:aws:iam::123456789012:role/${noMfaRole.name}
source_profile = Bob
services = hard

[services hard]
s3 =
  endpoint_url = ${endpoint}
`

const core = [inTests.node, inTests.script]

/** Runs a program in the home directory, with only PATH, the variables of the home and `env`. */
async function run(
  testAws: TestAws,
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { stdout, stderr, exitCode } = await runProgram(command, {
    cwd: testAws.home.path,
    env: { PATH: process.env.PATH ?? '', ...testAws.home.env, ...env },
  })
  return { stdout, stderr, exitCode }
}

/** The variables of assume and AWS, without those of the test environment. */
const ours = (variables: readonly (readonly [string, string])[]): Record<string, string> =>
  Object.fromEntries(
    variables.filter(
      ([name]) => /^(AWS|ASSUME)/.test(name) && !/^AWS_(ENDPOINT_URL_STS|SDK_JS)/.test(name),
    ),
  )

/** The variables in what a program printed with JSON.stringify. */
const variablesIn = (json: string) => ours(Object.entries(JSON.parse(json)))

/** The variables in what `env -0` printed. */
const variablesInEnv = (printed: string) => ours(printedVariables(printed))

const arn = (name: string) => `arn:aws:sts::123456789012:assumed-role/${noMfaRole.name}/${name}`

/** The ARN of the caller. `status` requires ASSUME_KEY_ID, which not every format sets. */
function callerOf(testAws: TestAws, variables: Readonly<Record<string, string>>) {
  return testAws.callerOf({ ...variables, ASSUME_KEY_ID: `${variables.AWS_ACCESS_KEY_ID}` })
}

const login = 'me'
const named = ['--session-name', login]

describe('--format', () => {
  it('has its values in the help of assume and of assume unset', async () => {
    const testAws = await TestAws.open()
    const help = await testAws.assume(['--help'])
    expect(help.stdout).toMatch(
      /--format FORMAT +bash, zsh, fish, posix, env, env-no-export, powershell, windows-cmd, nushell, dotenv, github, json, process\n/,
    )
    const unset = await testAws.assume(['unset', '--help'])
    expect(unset.stdout).toMatch(
      /--format FORMAT +bash, zsh, fish, posix, env, powershell, windows-cmd, nushell\n/,
    )
  })

  it.each([
    ['env', '(exit 2);\n'],
    ['env-no-export', '(exit 2);\n'],
    ['powershell', "throw 'assume failed with exit status 2'\n"],
    ['windows-cmd', 'cmd /c exit 2\r\n'],
    ['nushell', ''],
    ['dotenv', ''],
    ['json', ''],
    ['process', ''],
  ])('%s of a command that fails prints %j', async (format, stdout) => {
    const testAws = await TestAws.open({ config })
    expect(await testAws.assume(['nobody', '--format', format])).toMatchObject({
      stdout,
      exitCode: 2,
    })
  })

  it.each(formats.filter(({ kind }) => kind === 'document' || kind === 'github-env'))(
    '$name is refused by assume unset',
    async ({ name }) => {
      const testAws = await TestAws.open()
      const env = { GITHUB_ENV: join(testAws.home.path, 'env') }
      writeFileSync(env.GITHUB_ENV, '')
      expect(await testAws.assume(['unset', '--format', name], { env })).toMatchObject({
        stdout: name === 'env-no-export' ? '(exit 2);\n' : '',
        stderr: `assume: --format ${name} cannot unset variables\n`,
        exitCode: 2,
      })
    },
  )

  it.each(['windows-cmd', 'dotenv'])(
    '%s refuses a value that it cannot represent, and prints no variables',
    async (format) => {
      const testAws = await TestAws.open({ config })
      const { stdout, stderr, exitCode } = await testAws.assume(['hard', '-f', format])
      expect(stdout).not.toContain('AWS_')
      expect(exitCode).toBe(1)
      expect(stderr).toContain(
        `assume: AWS_ENDPOINT_URL_S3 is "${endpoint}", which --format ${format} cannot hold`,
      )
    },
  )
})

for (const shell of posixShells) {
  describeIn(shell, () => {
    const assume = core.map((word) => `"${word}"`).join(' ')

    it.each([
      ['env', '', `eval "$(${assume} hard -f env ${named.join(' ')})"`],
      ['env, without quotes', '', `eval $(${assume} plain -f env ${named.join(' ')})`],
      ['env-no-export', 'set -a;', `eval "$(${assume} hard -f env-no-export ${named.join(' ')})"`],
    ])('evaluates the output of --format %s', async (format, before, code) => {
      const testAws = await TestAws.open({ config })
      const script = `${before} ${code}; env -0`
      const env = { AWS_PROFILE: 'mine', AWS_SESSION_EXPIRATION: 'old' }
      const { stdout, stderr } = await run(testAws, [...shell.command, '-c', script], env)
      expect(stderr).toBe('')
      const variables = variablesInEnv(stdout)
      if (!format.includes('quotes')) expect(variables.AWS_ENDPOINT_URL_S3).toBe(endpoint)
      expect(variables.AWS_PROFILE).toBe(format === 'env-no-export' ? 'mine' : undefined)
      expect(variables.ASSUME_ROLE).toBe({ env: 'hard', 'env, without quotes': 'plain' }[format])
      expect(await callerOf(testAws, variables)).toBe(arn(login))
    })

    it('removes the session with --format env, and fails the eval if assume fails', async () => {
      const testAws = await TestAws.open({ config })
      const lines = [
        `eval "$(${assume} plain -f env)"`,
        `eval "$(${assume} unset -f env)"`,
        'env -0; echo',
        `eval "$(${assume} nobody -f env 2>/dev/null)"; echo "status $?"`,
      ]
      const { stdout, stderr } = await run(testAws, [...shell.command, '-c', lines.join('\n')])
      expect(stderr).toBe(
        'assume: the session is dropped; --format env does not restore earlier variables',
      )
      const [printed = '', status] = stdout.split('\n')
      expect(variablesInEnv(printed)).toEqual({})
      expect(status).toBe('status 2')
    })
  })
}

describeIn({ name: 'nu' }, () => {
  const assume = core.map((word) => `"${word}"`).join(' ')
  const show = `^"${process.execPath}" -p 'JSON.stringify(process.env)'`

  async function inNu(testAws: TestAws, lines: readonly string[], env = {}) {
    const script = join(testAws.home.path, 'script.nu')
    writeFileSync(script, `${lines.join('\n')}\n`)
    return run(testAws, ['nu', '--no-config-file', script], env)
  }

  it('loads a session, replaces it and removes it', async () => {
    const testAws = await TestAws.open({ config })
    const env = { AWS_PROFILE: 'mine' }
    const load = (words: string) => `^${assume} ${words} --format nushell | from json | load-env`
    const drop = load('unset --quiet')
    const shown = [load('plain'), load(`hard ${named.join(' ')}`), drop]
    const lines = [...shown.flatMap((line) => [line, show]), drop]
    const { stdout, stderr, exitCode } = await inNu(testAws, lines, env)
    expect({ stderr: stderr.replace(/^assume: what this shell had.*$/m, ''), exitCode }).toEqual({
      stderr: '',
      exitCode: 0,
    })
    const [first = {}, second = {}, third] = stdout.trim().split('\n').map(variablesIn)
    expect(first).toMatchObject({ ASSUME_ROLE: 'plain', AWS_REGION: 'eu-west-1' })
    expect(first).not.toHaveProperty('AWS_PROFILE')
    expect(second).toMatchObject({ ASSUME_ROLE: 'hard', AWS_ENDPOINT_URL_S3: endpoint })
    expect(second).not.toHaveProperty('AWS_REGION')
    expect(await callerOf(testAws, second)).toBe(arn(login))
    expect(third).toEqual({})
  })

  it('stops the script if assume fails', async () => {
    const testAws = await TestAws.open({ config })
    const lines = [`^${assume} nobody --format nushell | from json | load-env`, 'print "went on"']
    const { stdout, stderr, exitCode } = await inNu(testAws, lines)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain('assume: there is no profile or command "nobody"')
  })
})

describe.skipIf(!isInstalled('pwsh'))('pwsh', () => {
  it('evaluates the output line by line, and as one string', async () => {
    const testAws = await TestAws.open({ config })
    const assume = `& '${process.execPath}' '${program}' hard --format powershell ${named.join(' ')}`
    const show = `& '${process.execPath}' -p 'JSON.stringify(process.env)'`
    for (const take of [
      `${assume} | Invoke-Expression`,
      `${assume} | Out-String | Invoke-Expression`,
    ]) {
      const script = `Set-StrictMode -Version Latest; ${take}; ${show}`
      const { stdout } = await run(testAws, ['pwsh', '-NoProfile', '-Command', script], {
        AWS_PROFILE: 'mine',
      })
      const variables = variablesIn(stdout)
      expect(variables).toMatchObject({ AWS_ENDPOINT_URL_S3: endpoint, ASSUME_ROLE: 'hard' })
      expect(variables).not.toHaveProperty('AWS_PROFILE')
    }
  })
})

describe('dotenv', () => {
  it('sets the variables of the session in node --env-file', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout } = await testAws.assume(['plain', '--format', 'dotenv', ...named])
    writeFileSync(join(testAws.home.path, '.env'), stdout)
    const show = [process.execPath, '--env-file=.env', '-p', 'JSON.stringify(process.env)']
    const variables = variablesIn((await run(testAws, show)).stdout)
    expect(Object.keys(variables).sort()).toEqual([
      'AWS_ACCESS_KEY_ID',
      'AWS_ACCOUNT_ID',
      'AWS_CREDENTIAL_EXPIRATION',
      'AWS_DEFAULT_REGION',
      'AWS_REGION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
    ])
    expect(await callerOf(testAws, variables)).toBe(arn(login))
  })

  it('contains special characters that node reads unchanged', async () => {
    const testAws = await TestAws.open({
      config: `${config}\n[profile odd]\nrole_arn = arn:aws:iam::123456789012:role/${noMfaRole.name}\nsource_profile = Bob\nservices = odd\n[services odd]\ns3 =\n  endpoint_url = http://127.0.0.1:9/a=b&c|d;(e)<f>*?[g]{h}~!%41\n`,
    })
    const { stdout } = await testAws.assume(['odd', '--format', 'dotenv'])
    writeFileSync(join(testAws.home.path, '.env'), stdout)
    const show = [process.execPath, '--env-file=.env', '-p', 'process.env.AWS_ENDPOINT_URL_S3']
    expect((await run(testAws, show)).stdout).toBe('http://127.0.0.1:9/a=b&c|d;(e)<f>*?[g]{h}~!%41')
  })
})

describe('json', () => {
  it('contains the session', async () => {
    const testAws = await TestAws.open({ config })
    const { stdout } = await testAws.assume(['hard', '--format', 'json', ...named])
    const { label, accountId, expiration, variables } = JSON.parse(stdout)
    expect({ label, accountId }).toEqual({ label: 'hard', accountId: '123456789012' })
    expect(variables).toMatchObject({
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_CREDENTIAL_EXPIRATION: expiration,
    })
    expect(await callerOf(testAws, variables)).toBe(arn(login))
  })
})

describe('github', () => {
  async function inJob(before = 'OTHER=x') {
    const testAws = await TestAws.open({ config })
    const file = join(testAws.home.path, 'set_env')
    writeFileSync(file, before)
    return { testAws, file, env: { GITHUB_ENV: file } }
  }

  it('masks the keys, then writes the variables for the following steps', async () => {
    const { testAws, file, env } = await inJob()
    const words = ['hard', '--format', 'github', ...named]
    const { stdout, stderr, exitCode } = await testAws.assume(words, { env })
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    const [other, ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
    expect(other).toBe('OTHER=x')
    const variables = Object.fromEntries(
      lines.map((line) => line.split(/=(.*)/s) as [string, string]),
    )
    expect(variables).toMatchObject({ AWS_ENDPOINT_URL_S3: endpoint })
    expect(await callerOf(testAws, variables)).toBe(arn(login))
    const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']
    expect(stdout).toBe(keys.map((name) => `::add-mask::${variables[name]}\n`).join(''))
  })

  it('names a variable of the job that a step cannot remove', async () => {
    const { testAws, env } = await inJob()
    const { stderr } = await testAws.assume(['plain', '-f', 'github'], {
      env: { ...env, AWS_PROFILE: 'Bob' },
    })
    expect(stderr).toBe(
      'assume: AWS_PROFILE is set in this job, and some tools prefer it to these keys; remove it there\n',
    )
  })

  it('is refused with exit status 2 before any call without GITHUB_ENV', async () => {
    const testAws = await TestAws.open({ config })
    for (const env of [{}, { GITHUB_ENV: '' }]) {
      expect(await testAws.assume(['plain', '--format', 'github'], { env })).toEqual({
        stdout: '',
        stderr:
          'assume: --format github is for a step of a GitHub workflow: GITHUB_ENV is not set\n' +
          '  hint: elsewhere: --format dotenv, --format env or --format json\n',
        exitCode: 2,
        calls: [],
      })
    }
  })

  it('is refused before any call if GITHUB_ENV names a missing file or a folder', async () => {
    const { testAws } = await inJob()
    mkdirSync(join(testAws.home.path, 'folder'))
    for (const [name, reason] of [
      ['nowhere', 'ENOENT'],
      ['folder', 'EISDIR'],
    ]) {
      const GITHUB_ENV = join(testAws.home.path, `${name}`)
      expect(await testAws.assume(['plain', '-f', 'github'], { env: { GITHUB_ENV } })).toEqual({
        stdout: '',
        stderr: `assume: cannot write ${GITHUB_ENV}, which GITHUB_ENV names (${reason}); no variable was set\n`,
        exitCode: 1,
        calls: [],
      })
    }
  })

  it('fails on a full disk, with only the masks on stdout', async () => {
    const { testAws } = await inJob()
    const env = { GITHUB_ENV: '/dev/full' }
    const { stdout, stderr, exitCode } = await testAws.assume(['plain', '-f', 'github'], { env })
    expect(stdout).toMatch(/^(::add-mask::\S+\n){3}$/)
    expect({ stderr, exitCode }).toEqual({
      stderr:
        'assume: cannot write /dev/full, which GITHUB_ENV names (ENOSPC); no variable was set\n',
      exitCode: 1,
    })
  })

  it('does not change the file if the command fails', async () => {
    const { testAws, file, env } = await inJob()
    expect(await testAws.assume(['nobody', '-f', 'github'], { env })).toMatchObject({
      stdout: '',
      exitCode: 2,
    })
    expect(readFileSync(file, 'utf8')).toBe('OTHER=x')
  })
})
