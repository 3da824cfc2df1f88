import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { run } from '../../../src/cli.ts'
import { withWithheldVariables } from '../../../src/formats/withheld-variables.ts'
import type { Context } from '../../../src/model/context.ts'
import { prepareTlsEnvironment } from '../../../src/network/tls-environment.ts'
import { noTerminal } from './no-terminal.ts'

/** What a process inherits from the process that starts it. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly folder: string
  /** The file to read stdin from. */
  readonly stdin: string
  readonly umask: number
}

/** The parts of the context that differ between the runs in this process. */
type OwnContext = Pick<Context, 'writer'> & Partial<Context>

const { version } = JSON.parse(
  readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'),
)
const script = fileURLToPath(new URL('../../../dist/bin.js', import.meta.url))

let isRunning = false

/**
 * Runs a command line in this process as a new process would run it. During the run, this process has the
 * environment, the current folder, stdin and the umask of the run, since Node.js, the AWS SDK and the programs
 * that the run starts take them from the process.
 *
 * @returns the exit status; undefined while another run is in progress, since two runs at once are two processes.
 */
export async function runHere(
  args: readonly string[],
  surroundings: Surroundings,
  own: OwnContext,
): Promise<number | undefined> {
  if (isRunning) return undefined
  isRunning = true
  let leave = () => {}
  const warned = ({ name, message }: Error) =>
    void own.writer.toStderr(`(node:${process.pid}) ${name}: ${message}\n`)
  process.on('warning', warned)
  try {
    leave = enter(surroundings)
    const env = withWithheldVariables(surroundings.env)
    return await run(args, { ...alike, ...own, env })
  } finally {
    process.off('warning', warned)
    leave()
    isRunning = false
  }
}

const alike: Omit<Context, 'env' | 'writer'> = {
  isTerminal: () => false,
  fileStatus: fstatSync,
  terminal: noTerminal,
  columns: () => undefined,
  version,
  nodeVersion: process.versions.node,
  program: { node: process.execPath, script },
  parentPid: process.pid,
  currentFolder: () => process.cwd(),
  userId: process.getuid?.(),
  get interrupted() {
    return new AbortController().signal
  },
  leaveInterruptsToChild() {},
  signalGroup(leader, signal) {
    process.kill(-leader, signal)
  },
  handSignalsOn() {},
  endBy() {},
  sessionObtained() {},
  onResize: () => () => {},
  now: () => new Date(),
}

/** @returns a function that restores the earlier state. */
function enter({ env, folder, stdin, umask }: Surroundings): () => void {
  const before = { folder: process.cwd(), umask: process.umask(umask) }
  process.chdir(folder)
  openStdin(stdin)
  const restoreEnvironment = replaceEnvironment(env)
  prepareTlsEnvironment(process.env)
  return () => {
    process.umask(before.umask)
    process.chdir(before.folder)
    openStdin('/dev/null')
    restoreEnvironment()
  }
}

/** Variables that Node.js reads from the system, for example for `os.homedir()`. */
const readBySystem = ['HOME', 'TZ']

/**
 * Replaces `process.env` by an object, which programs that this process starts also get. To change the variables
 * of the system takes as long as a run with a cached session, so this changes only those that Node.js reads there.
 *
 * @returns a function that restores the environment.
 */
export function replaceEnvironment(env: Surroundings['env']): () => void {
  const system = process.env
  const before = Object.fromEntries(readBySystem.map((name) => [name, system[name]]))
  setInSystem(system, env)
  const variables = Object.entries(env).filter(([, value]) => value !== undefined)
  process.env = Object.fromEntries(variables)
  return () => {
    process.env = system
    setInSystem(system, before)
  }
}

function setInSystem(system: NodeJS.ProcessEnv, env: Surroundings['env']): void {
  for (const name of readBySystem) {
    if (env[name] === system[name]) continue
    if (env[name] === undefined) delete system[name]
    else system[name] = env[name]
  }
}

/** The system gives an opened file the lowest free file descriptor. */
function openStdin(path: string): void {
  closeSync(0)
  if (openSync(path, 'r') !== 0) throw new Error(`${path} is not stdin`)
}

// The test runner leaves a pipe as stdin that never ends.
openStdin('/dev/null')
