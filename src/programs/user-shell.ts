import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Context } from '../model/context.ts'
import { defaultShell, shellNamed } from '../shells/index.ts'
import type { Shell } from '../shells/shell.ts'

/**
 * The shell in which the user types, for hints to paste. It is the shell that the wrapper names,
 * the parent process, or the login shell. The default is bash.
 */
export function userShell({ env, parentPid }: Context): Shell {
  return (
    shellNamed(env.ASSUME_SHELL) ??
    shellNamed(basename(shellAbove(parentPid) ?? '')) ??
    shellNamed(basename(env.SHELL ?? '')) ??
    defaultShell
  )
}

/** The program of the parent process, if it is a shell. */
export function shellAbove(parentPid: number): string | undefined {
  try {
    const path = readlinkSync(`/proc/${parentPid}/exe`)
    const name = basename(path)
    return shellNamed(name) || withoutWrapper.has(name) ? path : undefined
  } catch {
    return undefined
  }
}

const withoutWrapper: ReadonlySet<string> = new Set(['sh', 'ash', 'dash', 'ksh', 'mksh'])
