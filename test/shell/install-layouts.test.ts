import { chmodSync, symlinkSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Desk } from '../support/desk.ts'
import { isInstalled } from '../support/shells.ts'

/** What somebody has in their home before install.sh comes. */
interface Layout {
  readonly name: string
  readonly shell: 'bash' | 'zsh' | 'fish'
  /** The file that gets the block, and all of them if there are several. */
  readonly rc: string
  readonly others?: readonly string[]
  readonly lay: (desk: Desk) => void
  readonly system?: 'Linux' | 'Darwin'
  /** How a shell is started that has to know the command then. */
  readonly start?: readonly string[]
}

const begin = '# >>> assume >>>'
const end = '# <<< assume <<<'

/** As oh-my-zsh and prezto do: completion, a theme, hooks. */
const framework = [
  'autoload -Uz compinit && compinit -D',
  "PROMPT='%~ %# '",
  'precmd_functions=(theme_precmd); theme_precmd() { : }',
  '',
].join('\n')

const layouts: readonly Layout[] = [
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
  { name: 'an empty file', shell: 'zsh', rc: '.zshrc', lay: (desk) => desk.write('.zshrc', '') },
  {
    name: 'a file whose last line has no end',
    shell: 'bash',
    rc: '.bashrc',
    lay: (desk) => desk.write('.bashrc', 'alias ll="ls -l"\n# the end'),
  },
  {
    name: 'a file with CRLF',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (desk) => desk.write('.zshrc', 'true #\r\n\r\ntrue # no end\r'),
  },
  {
    name: 'a file with bytes that are no UTF-8, and none after them',
    shell: 'bash',
    rc: '.bashrc',
    lay: (desk) => desk.write('.bashrc', Buffer.from('# caf\xe9 \xff\xfe\n# \xc3', 'latin1')),
  },
  {
    name: 'a link into a folder of dotfiles',
    shell: 'bash',
    rc: '.bashrc',
    lay: (desk) => {
      desk.write('dot files/bash/rc', 'true\n')
      desk.write('dot files/.git/HEAD', 'ref: refs/heads/main\n')
      symlinkSync('dot files/bash', desk.inHome('bash'))
      symlinkSync('bash/rc', desk.inHome('.bashrc'))
    },
  },
  {
    name: 'a link that leads nowhere yet',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (desk) => symlinkSync('dots/not/there', desk.inHome('.zshrc')),
  },
  {
    name: 'a file that is read-only',
    shell: 'bash',
    rc: '.bashrc',
    lay: (desk) => {
      desk.write('.bashrc', 'true\n')
      chmodSync(desk.inHome('.bashrc'), 0o444)
    },
  },
  {
    name: 'a file that is private',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (desk) => {
      desk.write('.zshrc', 'export TOKEN=x\n')
      chmodSync(desk.inHome('.zshrc'), 0o600)
    },
  },
  {
    name: 'oh-my-zsh',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (desk) => {
      desk.write('.oh-my-zsh/oh-my-zsh.sh', framework)
      desk.write('.oh-my-zsh/custom/example.zsh', '')
      desk.write(
        '.zshrc',
        'export ZSH="$HOME/.oh-my-zsh"\nplugins=(git)\nsource $ZSH/oh-my-zsh.sh\n',
      )
    },
  },
  {
    name: 'prezto, whose .zshrc is a link into its clone',
    shell: 'zsh',
    rc: '.zshrc',
    lay: (desk) => {
      desk.write('.zprezto/init.zsh', framework)
      desk.write('.zprezto/runcoms/zshrc', 'source "${ZDOTDIR:-$HOME}/.zprezto/init.zsh"\n')
      symlinkSync(desk.inHome('.zprezto/runcoms/zshrc'), desk.inHome('.zshrc'))
    },
  },
  {
    name: 'zsh with a ZDOTDIR of its own',
    shell: 'zsh',
    rc: '.config/zsh/.zshrc',
    lay: (desk) => {
      desk.write('.zshenv', 'ZDOTDIR=~/.config/zsh\n')
      desk.write('.config/zsh/.zshrc', 'true\n')
    },
  },
  {
    name: 'fish with files in conf.d',
    shell: 'fish',
    rc: '.config/fish/conf.d/assume.fish',
    lay: (desk) => {
      desk.write('.config/fish/config.fish', 'set -g fish_greeting\n')
      desk.write('.config/fish/conf.d/other.fish', 'set -g other yes\n')
      desk.write('.config/fish/fish_variables', '# VERSION: 3.0\n')
    },
  },
  {
    name: 'bash with a login file alone',
    shell: 'bash',
    rc: '.bash_profile',
    others: ['.bashrc'],
    start: ['--login'],
    lay: (desk) => desk.write('.bash_profile', '# .bashrc is not read here\nPATH=$PATH:~/bin\n'),
  },
  {
    name: 'a .profile that other shells read, too',
    shell: 'bash',
    rc: '.profile',
    others: ['.bashrc'],
    start: ['--login'],
    lay: (desk) => desk.write('.profile', 'umask 022\n'),
  },
]

/** The block by nothing but its two lines, as a person would take it out. */
const withoutBlock = (text: string) =>
  text.replace(new RegExp(`^${begin}\n[\\s\\S]*?^${end}\n`, 'm'), '')

describe.each(layouts.filter(({ shell }) => isInstalled(shell) || process.env.CI))(
  '$name',
  ({ shell, rc, others = [], system, start = [], lay }) => {
    it('loads it, twice the same, takes a new one for an old, and is as it was', async () => {
      const desk = Desk.withProgram()
      lay(desk)
      // fish 4 makes this folder itself.
      desk.write('.cache/fish/other', '')
      desk.program('uname', `echo ${system ?? 'Linux'}`)
      desk.asOrdinaryUser()
      const before = desk.state()
      const files = [rc, ...others]
      const texts = () => Object.fromEntries(files.map((path) => [path, desk.bytes(path)]))
      const original = texts()

      expect(await desk.install('--rc')).toMatchObject({ exitCode: 0 })
      const once = desk.state()
      for (const path of files) {
        const whole = original[path] ?? ''
        const left = withoutBlock(desk.bytes(path) ?? '')
        expect(left).toBe(whole === '' || whole.endsWith('\n') ? whole : `${whole}\n`)
      }
      const look = await desk.run(shell, [...start, '-ic', 'type assume; assume --version'])
      expect(look.stdout).toMatch(/^assume is a (shell )?function[\s\S]*\n\d+\.\d+\.\d+$/)

      expect(await desk.install('--rc')).toMatchObject({ exitCode: 0 })
      expect(desk.state()).toEqual(once)

      const older = (desk.bytes(rc) ?? '').replace(
        /^(if|fi|end| ).*\n/gm,
        'eval "$(assume-0.0.1)"\n',
      )
      expect(older).not.toBe(desk.bytes(rc))
      desk.overwrite(rc, older)
      expect(await desk.install('--rc')).toMatchObject({ exitCode: 0 })
      expect(desk.state()).toEqual(once)

      desk.write('.cache/assume/sessions/cached', 'a session')
      desk.asOrdinaryUser()
      expect(await desk.install('--uninstall')).toMatchObject({ exitCode: 0, stderr: '' })
      expect(desk.state()).toEqual(before)
      expect(texts()).toEqual(original)
    }, 120_000)
  },
)
