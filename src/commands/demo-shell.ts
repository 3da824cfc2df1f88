import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { wrapperLine } from '../cli/wrapper-line.ts'
import type { Context } from '../model/context.ts'

/** The command line of an interactive shell that loads the wrapper and no file of the user's. */
export interface DemoShell {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * @param shell the user's shell, or a name. A shell without a wrapper is replaced by bash.
 * @param more code for the start-up file.
 */
export function demoShell(
  shell: string | undefined,
  home: string,
  program: Context['program'],
  more = '',
): DemoShell {
  const own = basename(shell ?? '')
  const name = own === 'zsh' || own === 'fish' ? own : 'bash'
  const file = own === name && shell ? shell : name
  const startUp = startUpFiles[name](home)
  for (const folder of [join(startUp.path, '..'), ...startUp.folders]) {
    mkdirSync(folder, { recursive: true })
  }
  writeFileSync(startUp.path, `${startUp.text}\n${wrapperLine(name, program)}\n${more}\n`)
  return { name, file, args: startUp.args, env: startUp.env }
}

const startUpFiles = {
  bash: (home: string) => ({
    path: join(home, '.bashrc'),
    folders: [],
    args: ['--noprofile', '--rcfile', join(home, '.bashrc'), '-i'],
    env: {},
    text: "PS1='~ $ '; HISTFILE=",
  }),
  zsh: (home: string) => ({
    path: join(home, '.zshrc'),
    folders: [],
    args: ['-i'],
    env: { ZDOTDIR: home },
    text: "PROMPT='~ %# '",
  }),
  fish: (home: string) => ({
    path: join(home, '.config', 'fish', 'config.fish'),
    // If the folder is missing, fish reads all man pages in a background process that outlives it.
    folders: [
      join(home, '.local', 'share', 'fish', 'generated_completions'),
      join(home, '.cache', 'fish', 'generated_completions'), // since fish 4
    ],
    args: ['-i'],
    // fish creates sockets in /tmp, and does not remove them, unless it has its own folder.
    env: { XDG_CONFIG_HOME: join(home, '.config'), XDG_RUNTIME_DIR: home },
    text: "set -g fish_greeting; function fish_prompt; echo '~ > '; end",
  }),
}
