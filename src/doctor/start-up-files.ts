import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { homeDirectory, shown } from '../config/paths.ts'
import type { Context, Environment } from '../model/context.ts'
import { shells } from '../shells/index.ts'

export interface StartUpLine {
  /** The file as messages show it: `~/.zshrc`. */
  readonly file: string
  readonly path: string
  readonly line: number
  readonly text: string
}

/** The lines of the start-up files of all shells. */
export function startUpLines(context: Pick<Context, 'env'>): StartUpLine[] {
  return startUpFiles(context.env).flatMap((path) =>
    textIn(path)
      .split('\n')
      .map((text, index) => ({ file: shown(path, context), path, line: index + 1, text })),
  )
}

function startUpFiles(env: Environment): string[] {
  const home = homeDirectory(env)
  const folders: Readonly<Record<string, string>> = {
    '~': home,
    $ZDOTDIR: env.ZDOTDIR || home,
    $XDG_CONFIG_HOME: env.XDG_CONFIG_HOME || join(home, '.config'),
  }
  return shells
    .flatMap((shell) => shell.startUpFiles)
    .map((path) => path.replace(/^[^/]+/, (folder) => folders[folder] ?? folder))
}

/** Bytes. No start-up file is longer. */
const maxBytes = 1_000_000

function textIn(path: string): string {
  try {
    const stats = statSync(path)
    return stats.isFile() && stats.size <= maxBytes ? readFileSync(path, 'utf8') : ''
  } catch {
    return ''
  }
}
