import { bash } from './bash.ts'
import { fish } from './fish.ts'
import type { Shell } from './shell.ts'
import { zsh } from './zsh.ts'

/** The shells that have a wrapper. */
export const shells: readonly Shell[] = [bash, zsh, fish]

/** The shell for hints and the demo if the user's shell is unknown or has no wrapper. */
export const defaultShell = bash

export const shellNamed = (name: string | undefined): Shell | undefined =>
  shells.find((shell) => shell.name === name)
