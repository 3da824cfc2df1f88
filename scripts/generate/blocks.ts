import { bash } from './bash.ts'
import type { Block } from './block.ts'
import { fish } from './fish.ts'
import { installBlocks } from './install-blocks.ts'
import { wrapperBlocks } from './wrapper-blocks.ts'
import { zsh } from './zsh.ts'

/** The blocks of all files. A comment with the title marks the place of each block. */
export const blocks: readonly Block[] = [
  ...installBlocks,
  ...[bash, zsh, fish].flatMap(wrapperBlocks),
]
