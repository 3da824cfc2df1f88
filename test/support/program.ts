import { fileURLToPath } from 'node:url'
import { inProcess } from './in-process/in-memory.ts'
import { runProgram } from './processes/run-program.ts'

/** The built program: `npm test` builds it first. */
export const program = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** What sh reads to start it: install.sh makes a program of that. */
export const launcher = fileURLToPath(new URL('../../dist/launcher.sh', import.meta.url))

export interface Run {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly cwd?: string
  /**
   * A process of its own, where what a process is or does is the subject. It is false where exec ends
   * before it starts a program.
   */
  readonly asProcess?: boolean
}

/** What a run has printed, as it came, and how it ended. */
export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
  readonly signal: string | undefined
}

/**
 * Runs the program with the given environment and no other, its stdout a pipe and without a terminal.
 * It runs in this process, which takes a hundredth of the time, unless the process is a part of what
 * is tested. commands.test.ts runs each command as a process of the built program. With
 * TEST_AS_PROCESSES=1 every run is one. Never throws.
 */
export async function assume(args: readonly string[], run: Run = {}): Promise<Ended> {
  const isProcess = asProcesses || (run.asProcess ?? startsAlone(args, run.env ?? {}))
  return (isProcess ? undefined : await inProcess(args, run)) ?? assumeAsProcess(args, run)
}

/** Runs the built program in a process of its own. */
async function assumeAsProcess(
  args: readonly string[],
  { env = {}, input = '', cwd }: Run = {},
): Promise<Ended> {
  return runProgram([process.execPath, program, ...args], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    stripFinalNewline: false,
    // Without a controlling terminal, so that no test asks the developer for a code.
    detached: true,
    input,
    ...(cwd !== undefined && { cwd }),
  })
}

/** Every run is a process of the built program. */
export const asProcesses = process.env.TEST_AS_PROCESSES === '1'

/** Commands that hand their own stdin, stdout and stderr to another program. */
const handOn: ReadonlySet<string> = new Set(['exec', 'demo'])

/** What Node, OpenSSL, the C library and ICU read when a process starts, or once. */
const readAtStart =
  /^(NODE_(?!TLS_REJECT_UNAUTHORIZED=)|OPENSSL_|SSL|UV_|LD_|TZ=|(LANG|LC_\w+)=(?!C(\.UTF-8)?$))/

/** In a wrapper, exec prints variables, and the shell runs the program. With --server it runs it itself. */
const isExecOfWrapper = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  args[0] === 'exec' && env.ASSUME_EVAL_FD !== undefined && !args.includes('--server')

/** Whether a command line can be run in no process but one of its own. */
export const startsAlone = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): boolean =>
  (handOn.has(args[0] ?? '') && !isExecOfWrapper(args, env)) ||
  Object.entries(env).some(([name, value]) => readAtStart.test(`${name}=${value}`))

/** What `--format process` printed. */
export interface PrintedSession {
  readonly Version: 1
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken?: string
  readonly Expiration?: string
  readonly AccountId?: string
}
