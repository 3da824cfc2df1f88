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

/** What install.sh copies, and itself, but for what is built. */
const unbuilt = ['install.sh', 'package.json', 'README.md', 'LICENSE', 'shell']

/** What there is of the built program where the process of the tests runs it. */
const started = ['bin.js', 'main.js', 'package.json', 'launcher.sh'].map((name) =>
  join('dist', name),
)

/** What the program is built from. */
const sources = ['package-lock.json', 'tsconfig.json', 'scripts', 'src', 'packages']

/** The shells with a wrapper, and the file in which install.sh has each load it. */
export const loadingFiles = [
  { name: 'bash', rc: '.bashrc' },
  { name: 'zsh', rc: '.zshrc' },
  { name: 'fish', rc: '.config/fish/conf.d/assume.fish' },
].filter(({ name }) => isInstalled(name))

interface Props {
  /** Where all of it is: a folder that is gone after the test, unless said. */
  readonly folder?: string
  /** Whether all bundles are there, which only a process of its own needs. */
  readonly isWhole?: boolean
}

/** Someone with a clone of the project, and with names of folders that are as bad as they come. */
export class Machine {
  readonly folder: string
  readonly clone: string
  readonly home: string
  readonly share: string
  readonly launcher: string
  /** Programs in here come first. */
  readonly bin: string
  /** Who runs things, where it is not us. */
  #user: { readonly uid: number; readonly gid: number } | undefined

  /** Node.js is what posix-shells.ts says. */
  static withProgram({ folder, isWhole = asProcesses }: Props = {}): Machine {
    const machine = new Machine(unbuilt, folder)
    machine.build(isWhole)
    if (!asProcesses) machine.hasNode(process.versions.node)
    return machine
  }

  /** The program is installed, and all shells load it. */
  static async withAssume(props?: Props): Promise<Machine> {
    const machine = Machine.withProgram(props)
    await machine.install('--rc')
    return machine
  }

  /** The program is built, and npm does nothing. */
  build(isWhole = asProcesses): void {
    this.#copy(isWhole ? ['dist'] : started)
    this.program('npm')
  }

  /** npm takes the packages that are here already, for no test needs the network, and builds. */
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

  /** Its Node.js says that it is of this version, and is what posix-shells.ts says. */
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

  /** Writes a file, by its path below the home. */
  write(path: string, text: string | Buffer): void {
    mkdirSync(dirname(this.inHome(path)), { recursive: true })
    writeFileSync(this.inHome(path), text)
  }

  /** From now on it is the machine of someone who may not do everything, as root in a container may. */
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

  /** One character for each byte; undefined where nothing is. */
  bytes(path: string): string | undefined {
    return existsSync(this.inHome(path)) ? readFileSync(this.inHome(path), 'latin1') : undefined
  }

  /** Puts bytes into a file that is there, whatever its mode. */
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

  /** Runs a program in the clone; nothing of the environment comes along but PATH. */
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
        // Where fish would leave things of its own in the home.
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

  /** All that is in the home, to the byte, with the modes. */
  state(): Record<string, string> {
    return stateOf(this.home)
  }
}

const nobody = 65_534

/** Node may be where only root can go. */
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
