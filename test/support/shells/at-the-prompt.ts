import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { plain, Terminal } from '../terminal/pty.ts'
import { type Shell, temporaryFolder } from './shells.ts'

export const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds)

/** The variables of a session, as a child shell inherits them. */
export function session(changes: Record<string, string> = {}) {
  const { ASSUME_EXPIRES = inSeconds(59 * 60 + 30) } = changes
  return {
    AWS_ACCESS_KEY_ID: 'ASIAKEY',
    AWS_SECRET_ACCESS_KEY: 'sesame',
    AWS_SESSION_TOKEN: 'keepsake',
    AWS_CREDENTIAL_EXPIRATION: endAt(ASSUME_EXPIRES),
    AWS_ACCOUNT_ID: '123456789012',
    AWSUME_PROFILE: 'dev',
    ASSUME_ROLE: 'dev',
    ASSUME_EXPIRES,
    ASSUME_KEY_ID: 'ASIAKEY',
    ...changes,
  }
}

/** The same time in the format of the AWS SDKs. For a text that is no number, it is a fixed time. */
const endAt = (seconds: string) =>
  /^\d{1,12}$/.test(seconds)
    ? new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z')
    : '2026-11-23T19:22:12Z'

export interface Rc {
  readonly env?: Record<string, string>
  readonly before?: readonly string[]
  readonly after?: readonly string[]
  readonly home?: string
  /** The sh script that runs instead of the core. */
  readonly core?: string
}

/** Starts a shell at its prompt. Its rc file loads the wrapper between the lines `before` and `after`. */
export function open(
  shell: Shell,
  { env = session(), before = [], after = [], home, core = '/dev/null' }: Rc = {},
) {
  const load = shell.load({ node: '/bin/sh', script: core })
  return Terminal.open(shell, home ?? temporaryFolder(), [...before, load, ...after], env)
}

/** The prompt after a command, without its colours. */
export const promptAfter = async (terminal: Terminal, command: string) =>
  plain((await terminal.run(command)).prompt)

/**
 * Gives one shell a different session for each row, and returns its prompts. Also expects that the shell runs
 * no text of a session: `touch pwned` would create a file.
 */
export async function promptsWith<Row>(
  shell: Shell,
  rows: readonly Row[],
  changes: (row: Row) => Record<string, string>,
  before: readonly string[] = [],
): Promise<ReadonlyMap<Row, string>> {
  const home = temporaryFolder()
  const terminal = await open(shell, { home, before })
  const prompts = new Map<Row, string>()
  for (const row of rows) {
    const lines = Object.entries(session(changes(row))).map(([name, value]) =>
      shell.export(name, value),
    )
    writeFileSync(join(home, 'session'), `${lines.join('\n')}\n`)
    prompts.set(row, (await terminal.run('source ./session')).prompt)
    expect(existsSync(join(home, 'pwned')), `${row}`).toBe(false)
  }
  return prompts
}
