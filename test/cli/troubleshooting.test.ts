import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { expect, it } from 'vitest'
import { bob, noMfaRole } from '../../src/demo/story.ts'
import { keysOf } from '../support/home.ts'
import { program } from '../support/program.ts'
import { plain, Terminal } from '../support/pty.ts'
import { Scene } from '../support/scene.ts'

const text = readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8')
const entries = text.slice(text.indexOf('## This machine')).split(/^### /m).slice(1)
const role = ['Bob', noMfaRole.name]

interface Failure {
  readonly stderr: string
  readonly exitCode: number | undefined
}

/** Makes each failure of the chapter "This machine" happen. */
const failures: Readonly<Record<string, () => Promise<Failure>>> = {
  async 'stdout is a terminal'() {
    const scene = await Scene.open()
    const { path, env } = scene.home
    const terminal = Terminal.start(process.execPath, [program, ...role], path, { ...env })
    const shown = await terminal.waitFor(/assume …[\s\S]*\n/)
    return { stderr: plain(shown), exitCode: await terminal.exited() }
  },
  async 'Nobody to ask for a code'() {
    const config = '[profile Bob]\nmfa_serial = arn:aws:iam::123456789012:mfa/Bob\n'
    return (await Scene.open({ config })).assume(role)
  },
  async 'Nobody takes what is printed'() {
    const scene = await Scene.open()
    const { stderr, exitCode } = await execa(
      'sh',
      ['-c', '"$@" >/dev/full', 'sh', process.execPath, program, ...role],
      { env: { PATH: process.env.PATH ?? '', ...scene.home.env }, extendEnv: false, reject: false },
    )
    return { stderr: `${stderr}\n`, exitCode }
  },
  async 'A file that cannot be read'() {
    const scene = await Scene.open()
    mkdirSync(join(scene.home.path, '.aws/config'))
    return scene.assume(role)
  },
  async 'A line that the AWS CLI does not take'() {
    return (await Scene.open({ credentials: `${keysOf(bob)}what is this\n` })).assume(role)
  },
  async 'Certificates that cannot be read'() {
    const scene = await Scene.open()
    return scene.assume(role, { env: { AWS_CA_BUNDLE: '/nowhere.pem' } })
  },
  async 'A session that is over on arrival'() {
    const scene = await Scene.open()
    scene.aws.faults.skewSeconds = -7200
    return scene.assume(role)
  },
  async 'The cache cannot be written'() {
    const scene = await Scene.open()
    writeFileSync(join(scene.home.path, 'file'), '')
    return scene.assume(role, { env: { XDG_CACHE_HOME: join(scene.home.path, 'file') } })
  },
}

/** All but what is only a warning fail. */
const statuses: Readonly<Record<string, number>> = {
  'stdout is a terminal': 2,
  'Nobody to ask for a code': 3,
  'A line that the AWS CLI does not take': 0,
  'The cache cannot be written': 0,
}

it('each entry about this machine is made to happen', () => {
  expect(entries.map((entry) => entry.split('\n')[0])).toEqual(Object.keys(failures))
})

it.each(Object.entries(failures))('%s: said in the words of the entry', async (title, fail) => {
  const { stderr, exitCode } = await fail()
  const entry = entries.find((each) => each.startsWith(`${title}\n`)) ?? ''
  expect(stderr).toContain(/`([^`]+)`/.exec(entry)?.[1] ?? 'the words of the entry')
  expect(exitCode).toBe(statuses[title] ?? 1)
  expect(stderr).toMatch(/^assume: /)
})
