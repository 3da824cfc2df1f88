import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { secondUserId, withSecondUser } from '../../support/processes/second-user.ts'
import { program } from '../../support/program.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

const page = 'https://eu-west-1.console.aws.amazon.com/console/home?region=eu-west-1'
const loopback = /http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}/

/** Whether this user can hide /proc from a program, which then runs as on macOS. */
const canHideProc =
  spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/proc']).status === 0

const withoutProc = (name: string, test: () => Promise<void>) =>
  it.skipIf(!canHideProc)(
    canHideProc ? name : `${name} (skipped: it needs root, to hide /proc)`,
    test,
  )

/**
 * Helpers of the browsers below. `note` appends a value to the file `seen`. `visitAs` opens an address as another
 * user.
 */
const browserHelpers = `#!${process.execPath}
const { execFileSync } = require('node:child_process')
const { appendFileSync, readFileSync, statSync } = require('node:fs')
const { dirname } = require('node:path')
const { fileURLToPath } = require('node:url')
const args = process.argv.slice(2)
const url = args.at(-1)
const note = (what) => appendFileSync(process.env.HOME + '/seen', JSON.stringify(what) + '\\n')
const visit = async (address) => {
  const { status, headers } = await fetch(address, { redirect: 'manual', headers: { connection: 'close' } })
  return { status, location: headers.get('location') }
}
const visitAs = (uid, address) =>
  execFileSync(
    process.execPath,
    ['-e', 'fetch(process.argv[1], { redirect: "manual" }).then(({ status }) => console.log(status))', address],
    { uid, gid: uid, cwd: '/', env: {} },
  ).toString().trim()
const signIn = async (address) => (await visit((await visit(address)).location)).location
const readPage = (file) => {
  const path = fileURLToPath(file)
  const mode = (name) => (statSync(name).mode & 0o777).toString(8)
  const [, address] = /url=([^"]+)"/.exec(readFileSync(path, 'utf8'))
  return { modes: [mode(dirname(path)), mode(path)], address: address.replaceAll('&#38;', '&') }
}
`

async function consoleIn(browser: string, setting = 'BROWSER', wrap: readonly string[] = []) {
  const testAws = await TestAws.open({
    world: demoWorld,
    config: `[profile plain]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\nregion = eu-west-1\n`,
  })
  const path = (name: string) => join(testAws.home.path, name)
  writeFileSync(path('browser'), `${browserHelpers}${browser}\n`, { mode: 0o755 })
  mkdirSync(path('.config/assume'), { recursive: true })
  writeFileSync(
    path('.config/assume/config'),
    `browser = ${setting.replace('BROWSER', path('browser'))}\n`,
  )
  const start = () => {
    const [file = '', ...args] = [...wrap, process.execPath, program, 'console', 'plain']
    return execa(file, args, {
      env: {
        PATH: process.env.PATH ?? '/usr/bin:/bin',
        ...testAws.home.env,
        AWS_ENDPOINT_URL_SIGNIN_FEDERATION: testAws.aws.url,
      },
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      stdin: 'ignore',
    })
  }
  const run = async () => {
    const { stdout, stderr, exitCode } = await start()
    expectClean(stderr)
    return { stdout, stderr, exitCode }
  }
  /** Waits for `count` notes, because assume does not wait for the browsers that write them. */
  const seen = async (count: number) => {
    const notes = () =>
      existsSync(path('seen')) ? readFileSync(path('seen'), 'utf8').split('\n').slice(0, -1) : []
    await expect.poll(() => notes().length, { timeout: 10_000 }).toBe(count)
    return notes().map((line) => JSON.parse(line))
  }
  const left = () => readdirSync(testAws.home.path).filter((name) => name.startsWith('assume-'))
  return { home: testAws.home, start, run, seen, left }
}

const signedIn = 'assume: signed in to the console as plain, in the browser\n'

describe('assume console with another user on the machine', () => {
  withSecondUser('serves the sign-in page to the browser, and refuses another user', async () => {
    const { run, seen } = await consoleIn(`
      const other = visitAs(${secondUserId}, url)
      signIn(url).then((page) => note({ other, page }))`)
    const { stderr, exitCode } = await run()
    expect(exitCode).toBe(0)
    expect(stderr).toBe(
      `assume: warning: user ${secondUserId} tried to open your sign-in page and was refused
  hint: if that is your browser, run it as your user, or print the URL: --url
${signedIn}`,
    )
    expect(await seen(1)).toEqual([{ other: '403', page }])
  })

  it('fails with a warning and instructions if the sign-in page is opened twice', async () => {
    const { run, seen } = await consoleIn(`
      visit(url).then(async ({ status }) => note([status, (await visit(url)).status]))`)
    const { stdout, stderr, exitCode } = await run()
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
    expect(stderr).toContain('SOMEBODY ELSE MAY BE SIGNED IN AS YOU')
    expect(stderr).toContain('"Revoke sessions"')
    expect(stderr).not.toContain('signed in to the console')
    expect(await seen(1)).toEqual([[303, 410]])
  })
})

describe('assume console, if the system does not report the owner of a connection', () => {
  const hidden = ['unshare', '-m', 'sh', '-c', 'mount -t tmpfs none /proc && exec "$@"', 'sh']
  const noRow = hidden.with(
    4,
    'mount -t tmpfs none /proc && mkdir -p /proc/net && echo "  sl" >/proc/net/tcp && exec "$@"',
  )

  withoutProc('opens a file that only its owner can read', async () => {
    const { run, seen, left } = await consoleIn(
      `
      const { modes, address } = readPage(url)
      signIn(address).then((page) => note({ args, modes, address, page }))`,
      'BROWSER --tab={label}',
      hidden,
    )
    expect(await run()).toEqual({ stdout: '', stderr: signedIn, exitCode: 0 })
    const [{ args, modes, address, page: seenPage }] = await seen(1)
    expect(args).toEqual([
      '--tab=plain',
      expect.stringMatching(/^file:\/\/\/.*\/assume-console-\w+\/open\.html$/),
    ])
    expect(address).toMatch(loopback)
    expect({ modes, page: seenPage }).toEqual({ modes: ['700', '600'], page })
    expect(left()).toEqual([])
  })

  withoutProc('refuses a connection that /proc does not list, and opens a file', async () => {
    const { run, seen, left } = await consoleIn(
      `
      if (url.startsWith('http')) visit(url).then(note)
      else signIn(readPage(url).address).then(note)`,
      undefined,
      noRow,
    )
    expect(await run()).toEqual({ stdout: '', stderr: signedIn, exitCode: 0 })
    expect(await seen(2)).toEqual([{ status: 403, location: null }, page])
    expect(left()).toEqual([])
  })

  withoutProc('leads from the file to the container address of the setting browser', async () => {
    const { run, seen } = await consoleIn(
      `
      const around = readPage(url).address
      const address = new URL(around.replace('ext+container:', 'http://x/?')).searchParams.get('url')
      signIn(address).then((page) => note({ around, args, page }))`,
      `BROWSER "ext+container:name={encoded_label}&url={encoded_url}"`,
      hidden,
    )
    expect((await run()).exitCode).toBe(0)
    const [{ around, args, page: seenPage }] = await seen(1)
    expect(around).toMatch(/^ext\+container:name=plain&url=http%3A%2F%2F127\.0\.0\.1%3A\d+%2F/)
    expect(args).toEqual([expect.stringMatching(/^file:\/\/\//)])
    expect(seenPage).toBe(page)
  })

  withoutProc('writes no file as root in the home of another user', async () => {
    const { home, run, left } = await consoleIn('note(args)', undefined, hidden)
    chownSync(home.path, secondUserId, secondUserId)
    const { stderr, exitCode } = await run()
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      `assume: no file for the browser can be written in ${home.path} (it is in a folder of user ${secondUserId}, where root creates nothing (sudo -H takes root's own home))\n`,
    )
    expect(left()).toEqual([])
  })

  withoutProc('deletes the file on Ctrl-C before the browser opens the sign-in page', async () => {
    const { start, seen, left } = await consoleIn('note(args)', undefined, hidden)
    const child = start()
    await seen(1)
    expect(left()).toHaveLength(1)
    child.kill('SIGINT')
    expect(await child).toMatchObject({ exitCode: 130 })
    expect(left()).toEqual([])
  })
})
