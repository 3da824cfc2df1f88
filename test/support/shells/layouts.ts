import { chmodSync, symlinkSync } from 'node:fs'
import type { Machine } from './machine.ts'

/** The files in a home directory before install.sh runs. */
export interface Layout {
  readonly name: string
  readonly shell: 'bash' | 'zsh' | 'fish'
  /** The file to which install.sh adds its block. `others` are further files that get it. */
  readonly rc: string
  readonly others?: readonly string[]
  readonly lay: (machine: Machine) => void
  readonly system?: 'Linux' | 'Darwin'
  /** The options of a shell that loads the command when it starts. */
  readonly start?: readonly string[]
}

/** Code as in oh-my-zsh and prezto: completion, a theme, hooks. */
const framework = [
  'autoload -Uz compinit && compinit -D',
  "PROMPT='%~ %# '",
  'precmd_functions=(theme_precmd); theme_precmd() { : }',
  '',
].join('\n')

export const layouts: readonly Layout[] = [
  { name: 'no file at all, bash', shell: 'bash', rc: '.bashrc', lay: () => {} },
  { name: 'no file at all, zsh', shell: 'zsh', rc: '.zshrc', lay: () => {} },
  {
    name: 'no file at all, fish',
    shell: 'fish',
    rc: '.config/fish/conf.d/assume.fish',
    lay: () => {},
  },
  {
    name: 'no file at all on macOS, where bash starts as a login shell',
    shell: 'bash',
    rc: '.bash_profile',
    others: ['.bashrc'],
    system: 'Darwin',
    start: ['--login'],
    lay: () => {},
  },
  {
    name: 'an empty file',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (machine) => machine.write('.zshrc', ''),
  },
  {
    name: 'a file without a line feed at the end',
    shell: 'bash',
    rc: '.bashrc',
    lay: (machine) => machine.write('.bashrc', 'alias ll="ls -l"\n# the end'),
  },
  {
    name: 'a file with CRLF',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (machine) => machine.write('.zshrc', 'true #\r\n\r\ntrue # no end\r'),
  },
  {
    name: 'a file with invalid UTF-8, also at its end',
    shell: 'bash',
    rc: '.bashrc',
    lay: (machine) => machine.write('.bashrc', Buffer.from('# caf\xe9 \xff\xfe\n# \xc3', 'latin1')),
  },
  {
    name: 'a link into a folder of dotfiles',
    shell: 'bash',
    rc: '.bashrc',
    lay: (machine) => {
      machine.write('dot files/bash/rc', 'true\n')
      machine.write('dot files/.git/HEAD', 'ref: refs/heads/main\n')
      symlinkSync('dot files/bash', machine.inHome('bash'))
      symlinkSync('bash/rc', machine.inHome('.bashrc'))
    },
  },
  {
    name: 'a link whose target does not exist',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (machine) => symlinkSync('dots/not/there', machine.inHome('.zshrc')),
  },
  {
    name: 'a file that is read-only',
    shell: 'bash',
    rc: '.bashrc',
    lay: (machine) => {
      machine.write('.bashrc', 'true\n')
      chmodSync(machine.inHome('.bashrc'), 0o444)
    },
  },
  {
    name: 'a file that is private',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (machine) => {
      machine.write('.zshrc', 'export TOKEN=x\n')
      chmodSync(machine.inHome('.zshrc'), 0o600)
    },
  },
  {
    name: 'oh-my-zsh',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (machine) => {
      machine.write('.oh-my-zsh/oh-my-zsh.sh', framework)
      machine.write('.oh-my-zsh/custom/example.zsh', '')
      machine.write(
        '.zshrc',
        'export ZSH="$HOME/.oh-my-zsh"\nplugins=(git)\nsource $ZSH/oh-my-zsh.sh\n',
      )
    },
  },
  {
    name: 'prezto, whose .zshrc is a link into its clone',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (machine) => {
      machine.write('.zprezto/init.zsh', framework)
      machine.write('.zprezto/runcoms/zshrc', 'source "${ZDOTDIR:-$HOME}/.zprezto/init.zsh"\n')
      symlinkSync(machine.inHome('.zprezto/runcoms/zshrc'), machine.inHome('.zshrc'))
    },
  },
  {
    name: 'zsh with ZDOTDIR set in .zshenv',
    shell: 'zsh',
    rc: '.config/zsh/.zshrc',
    lay: (machine) => {
      machine.write('.zshenv', 'ZDOTDIR=~/.config/zsh\n')
      machine.write('.config/zsh/.zshrc', 'true\n')
    },
  },
  {
    name: 'fish with files in conf.d',
    shell: 'fish',
    rc: '.config/fish/conf.d/assume.fish',
    lay: (machine) => {
      machine.write('.config/fish/config.fish', 'set -g fish_greeting\n')
      machine.write('.config/fish/conf.d/other.fish', 'set -g other yes\n')
      machine.write('.config/fish/fish_variables', '# VERSION: 3.0\n')
    },
  },
  {
    name: 'bash with only a login file',
    shell: 'bash',
    rc: '.bash_profile',
    others: ['.bashrc'],
    start: ['--login'],
    lay: (machine) =>
      machine.write('.bash_profile', '# .bashrc is not read here\nPATH=$PATH:~/bin\n'),
  },
  {
    name: 'a .profile that other shells read, too',
    shell: 'bash',
    rc: '.profile',
    others: ['.bashrc'],
    start: ['--login'],
    lay: (machine) => machine.write('.profile', 'umask 022\n'),
  },
]
