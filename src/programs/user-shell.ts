import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Context } from '../model/context.ts'

/** A shell that has a wrapper. */
export type WrappedShell = 'bash' | 'zsh' | 'fish'

/**
 * The shell that somebody types in, for hints that can be pasted there: the one that the wrapper
 * names, else the one that started us, else the login shell, else bash.
 */
export function userShell({ env, parentPid }: Context): WrappedShell {
  const names = [env.ASSUME_SHELL, basename(shellAbove(parentPid) ?? ''), basename(env.SHELL ?? '')]
  return names.find(isWrapped) ?? 'bash'
}

const isWrapped = (name: string | undefined): name is WrappedShell =>
  name === 'bash' || name === 'zsh' || name === 'fish'

/** What loads the wrapper into it, once. */
export const loadingCommand = (shell: WrappedShell): string =>
  shell === 'fish' ? 'command assume init fish | source' : `eval "$(command assume init ${shell})"`

/** The program of our parent process, if it is a shell. */
export function shellAbove(parentPid: number): string | undefined {
  try {
    const path = readlinkSync(`/proc/${parentPid}/exe`)
    return /^([abdkz]|mk)?sh$|^fish$/.test(basename(path)) ? path : undefined
  } catch {
    return undefined
  }
}
