import { fileURLToPath } from 'node:url'
import { inProcess } from './in-process/in-memory.ts'
import { runProgram } from './processes/run-program.ts'

/** The built program. `npm test` builds it before the tests. */
export const program = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** The sh script that starts the program. install.sh makes the command `assume` from it. */
export const launcher = fileURLToPath(new URL('../../dist/launcher.sh', import.meta.url))

export interface Run {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly cwd?: string
  /**
   * Whether the run is a separate process, for tests of the process itself. It is false for an `exec` that
   * ends before it starts a program.
   */
  readonly asProcess?: boolean
}

/** The unchanged output of a run, and how the run ended. */
export interface Ended {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
  readonly signal: string | undefined
}

/**
 * Runs the program with only the given environment and PATH. Stdout is a pipe, and there is no terminal.
 * The program runs in this process, which takes a hundredth of the time, unless the test requires a
 * separate process. commands.test.ts runs each command as a process of the built program. With
 * TEST_AS_PROCESSES=1 every run is such a process. Never throws.
 */
export async function assume(args: readonly string[], run: Run = {}): Promise<Ended> {
  const isProcess = asProcesses || (run.asProcess ?? startsAlone(args, run.env ?? {}))
  return (isProcess ? undefined : await inProcess(args, run)) ?? assumeAsProcess(args, run)
}

/** Runs the built program in a separate process. */
async function assumeAsProcess(
  args: readonly string[],
  { env = {}, input = '', cwd }: Run = {},
): Promise<Ended> {
  return runProgram([process.execPath, program, ...args], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    stripFinalNewline: false,
    // There is no controlling terminal, so that no test prompts the developer for an MFA code.
    detached: true,
    input,
    ...(cwd !== undefined && { cwd }),
  })
}

/** Whether every run is a process of the built program. */
export const asProcesses = process.env.TEST_AS_PROCESSES === '1'

/** Commands that pass their own stdin, stdout and stderr to another program. */
const handOn: ReadonlySet<string> = new Set(['exec', 'demo'])

/** Variables that Node.js, OpenSSL, the C library and ICU read only once in a process, for example at its start. */
const readAtStart =
  /^(NODE_(?!TLS_REJECT_UNAUTHORIZED=)|OPENSSL_|SSL|UV_|LD_|TZ=|(LANG|LC_\w+)=(?!C(\.UTF-8)?$))/

/** For a wrapper, `exec` prints variables, and the shell runs the program. With --server, `exec` itself runs it. */
const isExecOfWrapper = (args: readonly string[], env: Readonly<Record<string, string>>) =>
  args[0] === 'exec' && env.ASSUME_EVAL_FD !== undefined && !args.includes('--server')

/** Whether a command line requires a separate process. */
export const startsAlone = (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): boolean =>
  (handOn.has(args[0] ?? '') && !isExecOfWrapper(args, env)) ||
  Object.entries(env).some(([name, value]) => readAtStart.test(`${name}=${value}`))

/** The output of `--format process`. */
export interface PrintedSession {
  readonly Version: 1
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken?: string
  readonly Expiration?: string
  readonly AccountId?: string
}
