import { spawn } from 'node:child_process'
import type { Environment } from '../model/context.ts'
import type { BrowserCommand } from './browser-commands.ts'

// A bundle of its own, loaded when a page is to be opened: nothing but types of ours from here.

/**
 * Starts the first of these that can be, and does not wait for it: it may be the browser itself.
 *
 * @returns whether one was started.
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

/** In a process group of its own, so that Ctrl-C here does not end the browser. */
function isStarted(program: string, args: readonly string[], env: Environment): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env, detached: true, stdio: 'ignore' })
    child.on('spawn', () => resolve(true)).on('error', () => resolve(false))
    child.unref()
  })
}
