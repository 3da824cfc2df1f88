import { plain, Terminal } from './pty.ts'
import { type Shell, temporaryFolder } from './shells.ts'

export const inSeconds = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds)

/** What a session leaves in the environment, here as a child shell finds it. */
export const session = (changes: Record<string, string> = {}) => ({
  AWS_ACCESS_KEY_ID: 'ASIAKEY',
  AWS_SECRET_ACCESS_KEY: 'sesame',
  AWS_SESSION_TOKEN: 'keepsake',
  AWS_CREDENTIAL_EXPIRATION: '2026-11-23T19:22:12Z',
  AWS_ACCOUNT_ID: '123456789012',
  AWSUME_PROFILE: 'dev',
  ASSUME_ROLE: 'dev',
  ASSUME_EXPIRES: inSeconds(59 * 60 + 30),
  ASSUME_KEY_ID: 'ASIAKEY',
  ...changes,
})

export interface Rc {
  readonly env?: Record<string, string>
  readonly before?: readonly string[]
  readonly after?: readonly string[]
  readonly home?: string
  /** What stands in for the core: a script of sh. */
  readonly core?: string
}

/** A shell at its prompt with the wrapper loaded, and lines of an rc file around that. */
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
