import { readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import type { Context } from '../model/context.ts'

/** The user's shell: `$SHELL`, else the shell that we were started from, else what every system has. */
export function ownShell({ env, parentPid }: Context): string {
  return env.SHELL || shellAbove(parentPid) || '/bin/sh'
}

function shellAbove(parentPid: number): string | undefined {
  try {
    const path = readlinkSync(`/proc/${parentPid}/exe`)
    return /^([abdkz]|mk)?sh$|^fish$/.test(basename(path)) ? path : undefined
  } catch {
    return undefined
  }
}
