import { fileURLToPath } from 'node:url'
import { execa } from 'execa'

/** The built program: `npm test` builds it first. */
export const program = fileURLToPath(new URL('../../dist/bin.js', import.meta.url))

/** What sh reads to start it: install.sh makes a program of that. */
export const launcher = fileURLToPath(new URL('../../dist/launcher.sh', import.meta.url))

export interface Run {
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
  readonly cwd?: string
}

/**
 * Runs the built program in a process of its own, with the given environment and no other, its
 * stdout a pipe and without a terminal. Never throws; stdout and stderr come as they are.
 */
export async function assume(args: readonly string[], { env = {}, input = '', cwd }: Run = {}) {
  const { stdout, stderr, exitCode, signal } = await execa(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    // Without a controlling terminal, so that no test asks the developer for a code.
    detached: true,
    input,
    ...(cwd !== undefined && { cwd }),
  })
  return { stdout, stderr, exitCode, signal }
}

/** What `--format process` printed. */
export interface PrintedSession {
  readonly Version: 1
  readonly AccessKeyId: string
  readonly SecretAccessKey: string
  readonly SessionToken?: string
  readonly Expiration?: string
  readonly AccountId?: string
}
