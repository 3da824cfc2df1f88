import { evalQuoted } from '../formats/eval-quoted.ts'
import { posixFailure, posixWithBuiltin } from '../formats/posix.ts'
import type { Shell } from './shell.ts'

export const zsh: Shell = {
  name: 'zsh',
  isPosix: true,
  format: { code: posixWithBuiltin, failure: posixFailure },
  assignment: (name, value) => `${name}=${evalQuoted(value)}`,
  source: (path) => `. ${evalQuoted(path)}`,
  evaluate: (command) => `eval "$(${command})"`,
  loadNow: 'eval "$(command assume init zsh)"',
  startUpFiles: ['$ZDOTDIR/.zshenv', '$ZDOTDIR/.zprofile', '$ZDOTDIR/.zshrc'],
  // Every script reads .zshenv.
  installedIn: ['$ZDOTDIR/.zshrc'],
  words: `
    alias autoload bg bindkey break builtin bye case cd chdir command compadd comparguments
    compcall compctl compdescribe compfiles compgroups compquote compset comptags comptry
    compvalues continue coproc declare dirs disable disown do done echo echotc echoti elif
    else emulate enable end esac eval exec exit export false fc fg fi float for foreach
    function functions getln getopts hash history if integer jobs kill let limit local log
    logout nocorrect noglob popd print printf private pushd pushln pwd r read readonly rehash
    repeat return sched select set setopt shift source suspend test then time times trap true
    ttyctl type typeset ulimit umask unalias unfunction unhash unlimit unset unsetopt until
    vared wait whence where which while zcompile zformat zle zmodload zparseopts zregexparse
    zstyle
  `,
  demo: (home) => ({
    path: `${home}/.zshrc`,
    text: "PROMPT='~ %# '",
    args: ['-i'],
    env: { ZDOTDIR: home },
    folders: [],
  }),
}
