import { fish as code, fishFailure, fishForProgram, fishQuoted } from '../formats/fish.ts'
import type { Shell } from './shell.ts'

export const fish: Shell = {
  name: 'fish',
  isPosix: false,
  format: { code, programCode: fishForProgram, failure: fishFailure },
  assignment: (name, value) => `set -g ${name} ${fishQuoted(value)}`,
  source: (path) => `source ${fishQuoted(path)}`,
  evaluate: (command) => `eval (${command})`,
  loadNow: 'command assume init fish | source',
  startUpFiles: ['$XDG_CONFIG_HOME/fish/config.fish', '$XDG_CONFIG_HOME/fish/conf.d/assume.fish'],
  installedIn: ['$XDG_CONFIG_HOME/fish/conf.d/assume.fish'],
  words: `
    abbr alias and argparse begin bg bind block break breakpoint builtin case cd command
    commandline complete contains continue count disown echo else emit end eval exec exit
    false fg for function functions history if in jobs math not or path printf pwd random read
    realpath return set set_color source status string switch test time true type ulimit wait
    while
  `,
  demo: (home) => ({
    path: `${home}/.config/fish/config.fish`,
    text: "set -g fish_greeting; function fish_prompt; echo '~ > '; end",
    args: ['-i'],
    // fish creates sockets in /tmp, and does not remove them, unless it has its own folder.
    env: { XDG_CONFIG_HOME: `${home}/.config`, XDG_RUNTIME_DIR: home },
    // If the folder is missing, fish reads all man pages in a background process that outlives it.
    folders: [
      `${home}/.local/share/fish/generated_completions`,
      `${home}/.cache/fish/generated_completions`, // since fish 4
    ],
  }),
}
