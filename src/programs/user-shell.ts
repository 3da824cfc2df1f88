import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Context } from '../model/context.ts'

/** A shell that has a wrapper. */
export type WrappedShell = 'bash' | 'zsh' | 'fish'

/**
 * The shell in which the user types, for hints to paste. It is the shell that the wrapper names,
 * the parent process, or the login shell. The default is bash.
 */
export function userShell({ env, parentPid }: Context): WrappedShell {
  const names = [env.ASSUME_SHELL, basename(shellAbove(parentPid) ?? ''), basename(env.SHELL ?? '')]
  return names.find(isWrapped) ?? 'bash'
}

const isWrapped = (name: string | undefined): name is WrappedShell =>
  name === 'bash' || name === 'zsh' || name === 'fish'

/** The command that loads the wrapper into the current shell. */
export const loadingCommand = (shell: WrappedShell): string =>
  shell === 'fish' ? 'command assume init fish | source' : `eval "$(command assume init ${shell})"`

/** The program of the parent process, if it is a shell. */
export function shellAbove(parentPid: number): string | undefined {
  try {
    const path = readlinkSync(`/proc/${parentPid}/exe`)
    return /^([abdkz]|mk)?sh$|^fish$/.test(basename(path)) ? path : undefined
  } catch {
    return undefined
  }
}
