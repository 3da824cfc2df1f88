import type { Environment } from '../model/context.ts'
import { startProgram } from '../programs/start-program.ts'
import type { BrowserCommand } from './browser-commands.ts'

/**
 * Starts the first command that works and does not wait for it, because it may be the browser
 * itself.
 *
 * @returns true if a command was started.
 */
export const openBrowser = (commands: readonly BrowserCommand[], env: Environment): boolean =>
  commands.some((command) => isStarted(command, env))

/** The program has its own process group, so that Ctrl-C does not end the browser. */
function isStarted(command: BrowserCommand, env: Environment): boolean {
  const { pid, leave } = startProgram(command, { env, detached: true, stdio: 'ignore' })
  leave()
  return pid !== undefined
}
