import { spawn } from 'node:child_process'
import type { Environment } from '../model/context.ts'
import type { BrowserCommand } from './browser-commands.ts'

// This file is a bundle of its own, loaded to open a page. It imports only types of assume.

/**
 * Starts the first command that works and does not wait for it, because it may be the browser
 * itself.
 *
 * @returns true if a command was started.
 */
export async function openBrowser(
  commands: readonly BrowserCommand[],
  env: Environment,
): Promise<boolean> {
  for (const [program, ...args] of commands) {
    if (await isStarted(program, args, env)) return true
  }
  return false
}

/** The program has its own process group, so that Ctrl-C does not end the browser. */
function isStarted(program: string, args: readonly string[], env: Environment): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, detached: true, stdio: 'ignore' })
    child.on('spawn', () => resolve(true)).on('error', () => resolve(false))
    child.unref()
  })
}
