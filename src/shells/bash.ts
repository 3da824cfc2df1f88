import { evalQuoted } from '../formats/eval-quoted.ts'
import { posixFailure, posixWithBuiltin } from '../formats/posix.ts'
import type { Shell } from './shell.ts'

export const bash: Shell = {
  name: 'bash',
  isPosix: true,
  format: { code: posixWithBuiltin, failure: posixFailure },
  assignment: (name, value) => `${name}=${evalQuoted(value)}`,
  source: (path) => `. ${evalQuoted(path)}`,
  evaluate: (command) => `eval "$(${command})"`,
  loadNow: 'eval "$(command assume init bash)"',
  startUpFiles: ['~/.bashrc', '~/.bash_profile', '~/.bash_login', '~/.profile', '~/.bash_aliases'],
  // install.sh also changes the file of login shells: bash_login_file.
  installedIn: ['~/.bashrc'],
  words: `
    alias bg bind break builtin caller case cd command compgen complete compopt continue
    coproc declare dirs disown do done echo elif else enable esac eval exec exit export false
    fc fg fi for function getopts hash help history if in jobs kill let local logout mapfile
    popd printf pushd pwd read readarray readonly return select set shift shopt source
    suspend test then time times trap true type typeset ulimit umask unalias unset until wait
    while
  `,
  demo: (home) => ({
    path: `${home}/.bashrc`,
    text: "PS1='~ $ '; HISTFILE=",
    args: ['--noprofile', '--rcfile', `${home}/.bashrc`, '-i'],
    env: {},
    folders: [],
  }),
}
