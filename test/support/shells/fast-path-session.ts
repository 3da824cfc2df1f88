import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type AwsServer, roleArn } from 'aws-stand-in'
import { expect } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { fastPathFormat } from '../../../src/formats/fast-path-format.ts'
import { changeableHome } from '../home.ts'
import { core, type Invocation } from './posix-shells.ts'
import { ShellSession } from './shell-session.ts'
import * as wrappers from './shells.ts'
import { temporaryFolder } from './shells.ts'

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

/** Somebody whose wrapper starts a program that notes that it was started, and then is the core. */
export class FastPathSession extends ShellSession {
  readonly #folder = temporaryFolder()
  readonly #way: Invocation

  constructor(aws: AwsServer, way: Invocation) {
    super(aws, { '.aws/config': config }, changeableHome)
    this.#way = way
    const log = this.#outside('starts')
    const node = ['#!/bin/sh', `echo "$*" >>'${log}'`, `exec '${core.node}' "$@"`]
    writeFileSync(this.#outside('node'), `${node.join('\n')}\n`)
    writeFileSync(this.#outside('no-node'), `#!/bin/sh\necho "$*" >>'${log}'\n`)
    for (const name of ['node', 'no-node']) chmodSync(this.#outside(name), 0o755)
  }

  /** Runs lines in the shell, with the wrapper and as long after all changes as a person would. */
  async take(lines: readonly string[], script: Parameters<ShellSession['run']>[2] = {}) {
    return this.#start('node', lines, script)
  }

  /**
   * The same with a core that does nothing, where only whether it is asked counts.
   *
   * @returns what it was asked.
   */
  async asked(lines: readonly string[], script: Parameters<ShellSession['run']>[2] = {}) {
    this.starts()
    await this.#start('no-node', lines, script)
    return this.starts()
  }

  /** Has these sessions made, one after the other, and then left for the wrapper. */
  async prime(
    words: readonly string[],
    script: Parameters<ShellSession['run']>[2] = {},
    lines: readonly string[] = [],
  ): Promise<void> {
    const { shell, assume } = this.#way
    // Whatever makes a folder in his home makes all wait that was left before; fish does at its first
    // start.
    mkdirSync(this.path('.cache'), { recursive: true })
    await this.run(shell, ['true'])
    // A session that is made takes away what is left of the others.
    for (const each of words.length > 1 ? [...words, ...words] : words) {
      this.age()
      expect(await this.take([...lines, assume(each)], script)).toMatchObject({ exitCode: 0 })
    }
    this.starts()
  }

  /** Copies the home directory, so that `restore` can put it back as it is now, to the times of its files. */
  save(): void {
    execFileSync('cp', ['-a', this.home.path, this.#outside('saved')])
  }

  restore(): void {
    rmSync(this.home.path, { recursive: true })
    execFileSync('cp', ['-a', this.#outside('saved'), this.home.path])
  }

  /** Command lines with which the core was started since the last time. */
  starts(): string[] {
    const log = this.#outside('starts')
    if (!existsSync(log)) return []
    const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1)
    rmSync(log)
    return lines.map((line) => line.slice(core.script.length + 1))
  }

  /** Lets an hour pass for all but what is left for the wrapper. */
  age(folder = this.home.path): void {
    const hourAgo = new Date(Date.now() - 3_600_000)
    for (const name of existsSync(folder) ? readdirSync(folder) : []) {
      const path = join(folder, name)
      if (name === '.cache') continue
      if (lstatSync(path).isDirectory()) this.age(path)
      else lutimesSync(path, hourAgo, hourAgo)
    }
    lutimesSync(folder, hourAgo, hourAgo)
  }

  /** A file of his own, that the test may change. */
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
    return existsSync(this.fastPathFolder) ? readdirSync(this.fastPathFolder).sort() : []
  }

  fastPathText(name = 'profile=plain'): string {
    return readFileSync(join(this.fastPathFolder, name), 'utf8')
  }

  #outside(name: string): string {
    return join(this.#folder, name)
  }

  #start(node: string, lines: readonly string[], script: Parameters<ShellSession['run']>[2]) {
    const { shell } = this.#way
    const wrapper = wrappers.shells.find(({ name }) => name === shell.name)
    if (!wrapper) throw new Error(`${shell.name} has no wrapper`)
    const load = wrapper.load({ node: this.#outside(node), script: core.script })
    return this.run(shell, [load, ...lines], script)
  }
}
