import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryHome } from '../../support/home.ts'
import { assume, program } from '../../support/program.ts'
import {
  bash,
  describeIn,
  environment,
  isInstalled,
  shells,
  temporaryFolder,
} from '../../support/shells/shells.ts'
import { visit } from '../../support/sign-in/visit.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const arn = 'arn:aws:sts::123456789012:assumed-role/aws-cli-test-iam-role/Bob'

/** The last line of a demo, which is the only line on stderr. */
const next = /^assume: next: assume demo .*\n$/

/** Creates a home and a temporary folder. The test fails if the demo leaves a file in one of them. */
function openHome() {
  const home = temporaryHome({ '.bashrc': 'echo read it', '.aws/config': '[profile mine]\n' }).path
  const temporary = temporaryFolder()
  const before = readdirSync(home).sort()
  onTestFinished(() => {
    expect(readdirSync(temporary)).toEqual([])
    expect(readdirSync(home).sort()).toEqual(before)
  })
  return { home, env: { ...environment(home), TMPDIR: temporary } }
}

describeIn(bash, () => {
  test('the demo runs in its own home directory and leaves no files', async () => {
    const { env } = openHome()
    const run = await assume(['demo', '--run'], { env })
    expect(run).toMatchObject({ stderr: expect.stringMatching(next), exitCode: 0 })
    expect(run.stdout).toContain('~ $ assume Bob aws-cli-test-iam-role 123456\n')
    expect(run.stdout).toMatch(/^\(aws-cli-test-iam-role (1h00m|59m)\) ~ \$ assume status/m)
    expect(run.stdout).toContain(`\nSTS confirms: ${arn}\n`)
    expect(run.stdout).toMatch(/^~ \$ assume status/m)
    expect(run.stdout).not.toContain('read it')
    expect(run.stdout).not.toMatch(/job control|ioctl|\[\d+m/)
  })

  test.skipIf(!isInstalled('aws'))(
    'the setup demo shows how a missing role is denied, created, assumed and deleted',
    async () => {
      const { env } = openHome()
      const proxies = {
        HTTP_PROXY: 'http://127.0.0.1:9',
        Https_Proxy: 'http://127.0.0.1:9',
        all_proxy: 'http://127.0.0.1:9',
        http_proxy: 'http://127.0.0.1:9',
        no_proxy: 'example.com',
      }
      const run = await assume(['demo', 'setup', '--run'], { env: { ...env, ...proxies } })
      expect(run).toMatchObject({ stderr: expect.stringMatching(next), exitCode: 0 })
      const steps = [
        '(AccessDenied)\n  hint: does the role exist?',
        '\naws --profile admin iam create-role --role-name auditor ',
        '\nassume: create the role auditor, which trusts Bob with MFA\n',
        '\n(auditor ',
        `\nSTS confirms: ${arn.replace(/aws-cli-test-iam-role/, 'auditor')}\n`,
        '\nassume: delete the role auditor\n',
      ]
      const places = steps.map((step) => run.stdout.indexOf(step))
      expect(places).not.toContain(-1)
      expect(places).toEqual(places.toSorted((one, other) => one - other))
    },
    240_000,
  )

  test('the organization demo lists the roles and assumes two of them', async () => {
    const { env } = openHome()
    const run = await assume(['demo', 'organization', '--run'], { env })
    expect(run).toMatchObject({ stderr: expect.stringMatching(next), exitCode: 0 })
    const steps = [
      'payments-prod-10  611391688480  Admin  aws+payments-prod-10@example.com\n',
      '\n(Admin@payments-prod ',
      '\nSTS confirms: arn:aws:sts::100000000000:assumed-role/AWSReservedSSO_Admin_',
      '\n(Billing@payments-prod ',
    ]
    const places = steps.map((step) => run.stdout.indexOf(step))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((one, other) => one - other))
  })

  test('the demo ignores the variables that the user has exported', async () => {
    const { env } = openHome()
    const others = {
      AWS_PROFILE: 'no-such-profile',
      AWS_ACCESS_KEY_ID: 'AKIAMINE',
      AWS_SECRET_ACCESS_KEY: 'mine',
      AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1',
      AWS_CONFIG_FILE: '/no/such/file',
      AWS_REGION: 'mars-north-1',
      ASSUME_KEY_ID: 'AKIAMINE',
      ASSUME_ROLE: 'mine',
      ASSUME_PROMPT: 'off',
      XDG_CONFIG_HOME: '/no/such/folder',
      SHELL: '/bin/false',
      BASH_ENV: '/no/such/file',
      PS1: 'mine> ',
      PROMPT_COMMAND: 'echo mine',
      PS0: 'mine',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      HTTP_PROXY: 'http://127.0.0.1:1',
      SHELLOPTS: 'braceexpand:hashall:interactive-comments:verbose',
      'BASH_FUNC_assume%%': '() { echo mine; }',
    }
    const run = await assume(['demo', '--run'], { env: { ...env, ...others } })
    expect(run).toMatchObject({ stderr: expect.stringMatching(next), exitCode: 0 })
    expect(run.stdout).toContain(`\nSTS confirms: ${arn}\n`)
    expect(run.stdout).not.toContain('mine')
  })

  test('a demo that is stopped leaves no files', async () => {
    const { env } = openHome()
    const story = execa(process.execPath, [program, 'demo', '--run'], {
      env,
      extendEnv: false,
      reject: false,
      detached: true,
    })
    await Promise.race([once(story.stdout, 'data'), story])
    story.kill('SIGTERM')
    expect(await story).toMatchObject({
      stderr: 'assume: cancelled, nothing was changed',
      exitCode: 143,
    })
  })
})

test('the demo reports that bash is missing', async () => {
  const { env } = openHome()
  const run = await assume(['demo', '--run'], { env: { ...env, PATH: temporaryFolder() } })
  expect(run.stderr).toMatch(/^assume: bash could not be started/)
  expect(run).toMatchObject({ stdout: '', exitCode: 1 })
})

test('the setup demo reports that the AWS CLI is missing', async () => {
  const { env } = openHome()
  const path = { ...env, PATH: temporaryFolder() }
  const run = await assume(['demo', 'setup', '--run'], { env: path })
  expect(run).toMatchObject({ stdout: '', exitCode: 1 })
  expect(run.stderr).toMatch(
    /^assume: this demo runs the AWS CLI, and there is no aws on PATH\n {2}hint: install it: https:.*\n {2}hint: .*: assume demo setup\n$/,
  )
})

test('an unknown demo is an error that lists the three demos', async () => {
  const { env } = openHome()
  expect(await assume(['demo', 'x'], { env })).toMatchObject({
    stdout: '',
    stderr:
      'assume: there is no demo "x"\n  hint: assume demo\n  hint: assume demo setup\n  hint: assume demo organization\n',
    exitCode: 2,
  })
  expect((await assume(['demo', 'setup'], { env })).stderr).toContain('assume demo setup --run')
})

test('a demo shell needs a terminal', async () => {
  const { env } = openHome()
  const run = await assume(['demo'], { env })
  expect(run).toMatchObject({
    stdout: '',
    stderr: 'assume: a demo shell needs a terminal\n  hint: assume demo --run\n',
    exitCode: 3,
  })
})

for (const shell of shells) {
  describeIn(shell, () => {
    const prompt = { bash: /~ \$ /, zsh: /~ [%#] /, fish: /~ > / }[shell.name]

    test('the setup demo shows its instructions, and that the AWS CLI is missing', async () => {
      const { home, env } = openHome()
      const bin = temporaryFolder()
      const path = (await execa('sh', ['-c', `command -v ${shell.name}`])).stdout
      const its = { ...env, PATH: bin, SHELL: path }
      const terminal = Terminal.start(process.execPath, [program, 'demo', 'setup'], home, its)
      const shown = plain(await terminal.waitFor(prompt))
      expect(shown).toContain('Its administrator has the profile admin')
      expect(shown).toContain('--apply needs the AWS CLI, and there is no aws on PATH: https://')
      terminal.type('exit\r')
      expect(await terminal.exited()).toBe(0)
    })

    test('the demo opens the shell of the user, with the wrapper loaded', async () => {
      const { home, env } = openHome()
      const terminal = Terminal.start(process.execPath, [program, 'demo'], home, {
        ...env,
        SHELL: (await execa('sh', ['-c', `command -v ${shell.name}`])).stdout,
        AWS_PROFILE: 'no-such-profile',
        BROWSER: `bash '${visit}'`,
      })
      /** Runs a line. Returns the output up to the next prompt. The echo of the line shows `mark-%s`, not the mark. */
      const enter = async (line: string, mark: number) => {
        terminal.type(`${line}; printf 'mark-%s\\n' ${mark}\r`)
        const shown = await terminal.waitFor(`mark-${mark}\r\n`)
        return plain(shown + (await terminal.waitFor(prompt)))
      }
      expect(plain(await terminal.waitFor(prompt))).toContain('You are Bob')
      await enter('assume Bob aws-cli-test-iam-role 123456', 1)
      const shown = await enter('assume status --verify', 2)
      expect(shown).toContain(`\nSTS confirms: ${arn}\n`)
      expect(shown).toMatch(/\(aws-cli-test-iam-role (1h00m|59m)\)/)
      terminal.type(`sh -c 'printf "mark-%s\\n" 3; exec cat'\r`)
      await terminal.waitFor('mark-3\r\n')
      terminal.type('\x03')
      await terminal.waitFor(prompt)
      expect(await enter('assume login', 4)).toContain('assume: signed in to company; ')
      expect(await enter('assume company && assume status --verify', 5)).toMatch(
        /\nSTS confirms: \S+:assumed-role\/AWSReservedSSO_Admin_\w+\/bob\n/,
      )
      expect(await enter('assume browser && assume status --verify', 6)).toContain(
        '\nSTS confirms: arn:aws:iam::123456789012:user/Bob\n',
      )
      await enter('assume unset', 7)
      terminal.type('exit\r')
      expect(await terminal.exited()).toBe(0)
    })
  })
}
