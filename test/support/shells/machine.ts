import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from '../processes/run-program.ts'
import { asProcesses } from '../program.ts'
import { core } from './posix-shells.ts'
import { environment, isInstalled, temporaryFolder } from './shells.ts'

const project = fileURLToPath(new URL('../../../', import.meta.url))

/** install.sh and the files that it copies, except the built ones. */
const unbuilt = ['install.sh', 'package.json', 'README.md', 'LICENSE', 'shell']

/** The built files that a machine needs if the core runs in the test process. */
const started = ['bin.js', 'main.js', 'package.json', 'launcher.sh'].map((name) =>
  join('dist', name),
)

/** The files from which the program is built. */
const sources = ['package-lock.json', 'tsconfig.json', 'scripts', 'src', 'packages']

/** The installed shells with a wrapper, and the file in which install.sh makes each shell load it. */
export const loadingFiles = [
  { name: 'bash', rc: '.bashrc' },
  { name: 'zsh', rc: '.zshrc' },
  { name: 'fish', rc: '.config/fish/conf.d/assume.fish' },
].filter(({ name }) => isInstalled(name))

interface Props {
  /** The folder that contains the machine. By default, it is removed after the test. */
  readonly folder?: string
  /** Whether all bundles are copied. Only a separate process needs them. */
  readonly isWhole?: boolean
}

/** A home directory and a clone of the project, whose paths contain quotes and other special characters. */
export class Machine {
  readonly folder: string
  readonly clone: string
  readonly home: string
  readonly share: string
  readonly launcher: string
  /** The folder that is first in PATH. */
  readonly bin: string
  /** The user that runs programs, unless it is the current user. */
  #user: { readonly uid: number; readonly gid: number } | undefined

  /** Creates a machine with the built program. Its Node.js is `core.node` of posix-shells.ts. */
  static withProgram({ folder, isWhole = asProcesses }: Props = {}): Machine {
    const machine = new Machine(unbuilt, folder)
    machine.build(isWhole)
    if (!asProcesses) machine.hasNode(process.versions.node)
    return machine
  }

  /** Creates a machine on which the program is installed and all shells load the wrapper. */
  static async withAssume(props?: Props): Promise<Machine> {
    const machine = Machine.withProgram(props)
    await machine.install('--rc')
    return machine
  }

  /** Copies the built program, and adds an `npm` that does nothing. */
  build(isWhole = asProcesses): void {
    this.#copy(isWhole ? ['dist'] : started)
    this.program('npm')
  }

  /** Creates a machine with the sources. `npm ci` links the installed packages, so that no test uses the network. */
  static withSources(): Machine {
    const machine = new Machine([...unbuilt, ...sources])
    machine.program(
      'npm',
      `if [ "$1" = ci ]; then exec ln -s '${join(project, 'node_modules')}' node_modules; fi`,
      'PATH=${PATH#*:}',
      'exec npm "$@"',
    )
    return machine
  }

  private constructor(parts: readonly string[], folder = temporaryFolder()) {
    this.folder = folder
    this.clone = join(folder, `it's "my" $(clone)`)
    this.home = join(folder, `o'neill \\"sean"`, 'home dir')
    this.share = join(this.home, '.local/share/assume')
    this.launcher = join(this.home, '.local/bin/assume')
    this.bin = join(folder, 'bin')
    this.#copy(parts)
    mkdirSync(this.home, { recursive: true })
  }

  #copy(parts: readonly string[]): void {
    for (const part of parts) {
      cpSync(join(project, part), join(this.clone, part), { recursive: true })
    }
  }

  /** Adds a `node` that reports this version and is otherwise `core.node` of posix-shells.ts. */
  hasNode(version: string): void {
    this.program(
      'node',
      'case "$1 ${2-}" in',
      `'-p process.versions.node') echo ${version} ;;`,
      `'-p process.execPath') echo '${core.node}' ;;`,
      `*) exec '${core.node}' "$@" ;;`,
      'esac',
    )
  }

  /** Puts a program first in PATH. */
  program(name: string, ...lines: readonly string[]): void {
    const path = join(this.bin, name)
    this.write(path, ['#!/bin/sh', ...lines, ''].join('\n'))
    chmodSync(path, 0o755)
  }

  /** Writes a file. The path can be relative to the home directory. */
  write(path: string, text: string | Buffer): void {
    mkdirSync(dirname(this.inHome(path)), { recursive: true })
    writeFileSync(this.inHome(path), text)
  }

  /** If the tests run as root, as in a container, later programs run as an unprivileged user, who owns all files. */
  asOrdinaryUser(): void {
    if (process.getuid?.() !== 0 || !canBeNobody()) return
    this.#user = { uid: nobody, gid: nobody }
    for (const path of [this.folder, ...pathsIn(this.folder)]) {
      if (!lstatSync(path).isSymbolicLink()) chownSync(path, nobody, nobody)
    }
  }

  read(path: string): string {
    return readFileSync(this.inHome(path), 'utf8')
  }

  /** The content, with one character for each byte; undefined if there is no file. */
  bytes(path: string): string | undefined {
    return existsSync(this.inHome(path)) ? readFileSync(this.inHome(path), 'latin1') : undefined
  }

  /** Overwrites an existing file, even a read-only one. The mode stays the same. */
  overwrite(path: string, bytes: string): void {
    const { mode } = statSync(this.inHome(path))
    chmodSync(this.inHome(path), 0o600)
    writeFileSync(this.inHome(path), bytes, 'latin1')
    chmodSync(this.inHome(path), mode)
  }

  inHome(path: string): string {
    return path.startsWith('/') ? path : join(this.home, path)
  }

  install(...options: readonly string[]) {
    return this.run('sh', ['install.sh', ...options])
  }

  /** Runs a program in the clone. Of the test's own environment, it gets only PATH. */
  async run(
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>> = {},
  ) {
    const { stdout, stderr, exitCode } = await runProgram([name, ...args], {
      cwd: this.clone,
      env: {
        ...environment(this.home),
        PATH: this.path,
        // Otherwise fish writes data files into the home directory.
        XDG_DATA_HOME: join(this.folder, 'data'),
        ...env,
      },
      ...this.#user,
    })
    return { stdout, stderr, exitCode }
  }

  get path(): string {
    return `${this.bin}:${process.env.PATH}`
  }

  /** The modes and the contents of all files in the home directory, by path. */
  state(): Record<string, string> {
    return stateOf(this.home)
  }
}

const nobody = 65_534

/** Whether the unprivileged user can run Node.js, which may be in a folder that only root can open. */
const canBeNobody = () => {
  nobodyRunsNode ??=
    spawnSync(process.execPath, ['-e', '0'], { uid: nobody, gid: nobody, cwd: '/' }).status === 0
  return nobodyRunsNode
}

let nobodyRunsNode: boolean | undefined

const pathsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path))

function stateOf(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(paths.map((path) => [path, described(join(folder, path))]))
}

function described(path: string): string {
  const stat = lstatSync(path)
  const mode = (stat.mode & 0o777).toString(8)
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  return stat.isDirectory() ? `folder ${mode}` : `${mode} ${readFileSync(path, 'latin1')}`
}
