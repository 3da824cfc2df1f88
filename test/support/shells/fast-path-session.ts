import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type AwsServer, roleArn } from 'aws-stand-in'
import { expect } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { fastPathFormat, fastPathPrefix } from '../../../src/formats/fast-path-format.ts'
import { wrapped } from '../examination.ts'
import { changeableHome } from '../home.ts'
import { strace } from '../processes/strace.ts'
import { SavedFolder } from '../saved-folder.ts'
import { inTurn, type Step } from './in-turn.ts'
import { bash, core, type Invocation } from './posix-shells.ts'
import { ShellSession } from './shell-session.ts'
import { shellNamed, temporaryFolder } from './shells.ts'

/** Two profiles that share no session. */
const config = [
  ['plain', ''],
  ['ireland', 'region = eu-west-1\n'],
]
  .map(
    ([name, more]) => `[profile ${name}]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
role_session_name = ${name}
${more}`,
  )
  .join('')

let aged = 0

/** Sets the time of a recent file to an hour ago. The times differ, as if files were written one after the other. */
function setHourAgo(path: string): void {
  const isRecent = lstatSync(path).mtimeMs > Date.now() - 60_000
  aged += 1
  const hourAgo = new Date(Date.now() - 3_600_000 - aged * 10)
  if (isRecent) lutimesSync(path, hourAgo, hourAgo)
}

/** A shell whose wrapper starts a program that logs its command line and then runs the core. */
export class FastPathSession extends ShellSession {
  readonly #folder: string
  readonly #way: Invocation
  #saved: SavedFolder | undefined

  /** @param folder the folder for the home directory, if several tests use the home. */
  constructor(aws: AwsServer, way: Invocation, folder?: string) {
    super(aws, { '.aws/config': config }, (files) => changeableHome(files, aws, folder))
    this.#folder = folder === undefined ? temporaryFolder() : mkdtempSync(join(folder, 'beside-'))
    this.#way = way
    const log = this.#log
    const node = ['#!/bin/sh', `echo "$*" >>'${log}'`, `exec '${core.node}' "$@"`]
    writeFileSync(this.#outside('node'), `${node.join('\n')}\n`)
    writeFileSync(this.#outside('no-node'), `#!/bin/sh\necho "$*" >>'${log}'\n`)
    for (const name of ['node', 'no-node']) chmodSync(this.#outside(name), 0o755)
  }

  /** Runs lines in the shell with the wrapper and the core. */
  async take(lines: readonly string[], script: Parameters<ShellSession['run']>[2] = {}) {
    return this.#start('node', lines, script)
  }

  /**
   * Like `take`, but with a core that does nothing, for tests of whether the wrapper starts the core.
   *
   * @returns the command lines of the core.
   */
  async asked(lines: readonly string[], script: Parameters<ShellSession['run']>[2] = {}) {
    this.starts()
    await this.#start('no-node', lines, script)
    return this.starts()
  }

  /** Obtains these sessions, one after the other, so that the fast path can load them. */
  async prime(
    words: readonly string[],
    script: Parameters<ShellSession['run']>[2] = {},
    lines: readonly string[] = [],
  ): Promise<void> {
    const { assume } = this.#way
    for (const each of words) {
      this.age()
      expect(await this.take([...lines, assume(each)], script)).toMatchObject({ exitCode: 0 })
    }
    this.starts()
  }

  /** Runs lines in a shell with a core that does nothing, and calls functions while the shell waits. */
  async asksInTurn(steps: readonly Step[]): Promise<void> {
    this.starts()
    await inTurn(this.#folder, steps, (lines) => this.#start('no-node', lines, {}))
  }

  /**
   * Changes files in several ways, one after the other, while one shell waits. After each change, the shell
   * loads a session. Then the files are restored, and the shell loads the session again.
   *
   * @returns for each change, whether the wrapper started the core at the first load and at the second.
   */
  async askedAfter(changes: readonly (() => void)[]): Promise<(readonly [boolean, boolean])[]> {
    this.save()
    const { assume } = this.#way
    const asked: boolean[] = []
    const look = () => void asked.push(this.starts().length > 0)
    const steps = changes.flatMap((change, index) => {
      // Two profiles alternate, since loading the active session again would renew it.
      const take = assume(index % 2 === 0 ? 'plain' : 'ireland')
      const restore = () => {
        look()
        this.restore()
      }
      return [change, take, restore, take, look]
    })
    await this.asksInTurn(steps)
    return changes.map((_, index) => [asked[index * 2] ?? false, asked[index * 2 + 1] ?? true])
  }

  /** The system calls that start the shell and processes in it while it runs these lines. Threads do not count. */
  async startedBy(lines: readonly string[]): Promise<string[]> {
    const { shell, load } = this.#way
    const script = this.#outside('script')
    writeFileSync(script, `${[...load, ...lines].join('\n')}\n`)
    const calls = ['fork', 'vfork', 'clone', 'clone3', 'execve'].join()
    const trace = await this.#trace(calls, [...shell.command, script])
    return trace
      .split('\n')
      .filter((line) => /\b(fork|vfork|clone|clone3|execve)\(/.test(line))
      .filter((line) => !line.includes('CLONE_THREAD'))
  }

  /** The paths of the files that the core opens or looks for when a wrapper runs it. */
  async pathsReadFor(words: string): Promise<ReadonlySet<string>> {
    const command = [process.execPath, core.script, ...words.split(' ')]
    const trace = await this.#trace('%file', command, { ...wrapped, ASSUME_EVAL_FD: '3' })
    return new Set([...trace.matchAll(/"(\/[^"]*)"/g)].map(([, path = '']) => path))
  }

  async #trace(calls: string, command: readonly string[], env = {}): Promise<string> {
    const trace = this.#outside('trace')
    const line = [...strace(calls, trace), ...command].map((word) => `'${word}'`).join(' ')
    await this.run(bash, [`exec ${line} 3>&1`], { env })
    return readFileSync(trace, 'utf8')
  }

  /** Saves the home directory. `restore` restores it, including the times of its files. */
  save(): void {
    this.#saved = new SavedFolder(this.home.path)
  }

  restore(): void {
    this.#saved?.restore()
  }

  /** The command lines of the core since the last call of this method. */
  starts(): string[] {
    const log = this.#log
    if (!existsSync(log)) return []
    const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1)
    rmSync(log)
    return lines.map((line) => line.slice(core.script.length + 1))
  }

  /** Sets the times of recent files to an hour ago, except in the cache. */
  age(folder = this.home.path): void {
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const path = join(folder, name)
      if (name === '.cache') continue
      if (lstatSync(path).isDirectory()) this.age(path)
      else setHourAgo(path)
    }
    setHourAgo(folder)
  }

  /** Writes a file in the home directory. */
  put(name: string, text: string): void {
    mkdirSync(dirname(this.path(name)), { recursive: true, mode: 0o700 })
    writeFileSync(this.path(name), text)
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8')
  }

  get fastPathFolder(): string {
    return this.path(`.cache/assume/fast-path-${fastPathFormat}`)
  }

  fastPathFiles(): string[] {
    const names = existsSync(this.fastPathFolder) ? readdirSync(this.fastPathFolder) : []
    return names.filter((name) => name.startsWith(fastPathPrefix)).sort()
  }

  fastPathText(name = 'words=plain'): string {
    return readFileSync(join(this.fastPathFolder, name), 'utf8')
  }

  get #log(): string {
    return this.#outside('starts')
  }

  #outside(name: string): string {
    return join(this.#folder, name)
  }

  #start(node: string, lines: readonly string[], script: Parameters<ShellSession['run']>[2]) {
    const { shell } = this.#way
    const load = shellNamed(shell.name).load({ node: this.#outside(node), script: core.script })
    return this.run(shell, [load, ...lines], script)
  }
}
