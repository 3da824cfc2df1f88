import type { Context } from '../model/context.ts'
import { shellAbove } from '../store/user-shell.ts'

/** The user's shell: `$SHELL`, else the shell that we were started from, else what every system has. */
export const ownShell = ({ env, parentPid }: Context): string =>
  env.SHELL || shellAbove(parentPid) || '/bin/sh'
