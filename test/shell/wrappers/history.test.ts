import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { wrappedWays } from '../../support/shells/posix-shells.ts'
import { demoWords, ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, type Shell, shellNamed } from '../../support/shells/shells.ts'
import { Terminal } from '../../support/terminal/pty.ts'

/** The history file of each shell, the lines that turn it on, and those of docs/shells.md that omit MFA codes. */
const ways = {
  bash: {
    file: '.bash_history',
    on: ['set -o history'],
    codesOut: ["HISTIGNORE='assume * [0-9][0-9][0-9][0-9][0-9][0-9]'"],
    recorded: undefined,
  },
  zsh: {
    file: '.zsh_history',
    on: ['HISTFILE=$HOME/.zsh_history', 'SAVEHIST=100', 'HISTSIZE=100'],
    codesOut: [
      'assume_without_code() {',
      '  emulate -L zsh -o extended_glob',
      "  [[ ${1%%$'\\n'} == (#b)([[:space:]]#assume[[:space:]]*)[[:space:]]##[0-9](#c6) ]] || return 0",
      '  print -sr -- $match[1]',
      '  return 1',
      '}',
      'autoload -Uz add-zsh-hook && add-zsh-hook zshaddhistory assume_without_code',
    ],
    recorded: `assume ${demoWords.replace(/ \d{6}$/, '')}`,
  },
  fish: {
    file: '.local/share/fish/fish_history',
    on: [],
    // fish does not record a line that begins with a space.
    codesOut: [],
    recorded: undefined,
  },
} as const

/** fish without its configuration keeps no history. */
const configured = (shell: Shell): Shell =>
  shell.name === 'fish'
    ? { ...shell, interactive: (rcFile) => ['-i', '-C', `source ${rcFile}`] }
    : shell

const note = `sh -c 'env | sed -n "s/^AWS_\\(ACCESS_KEY_ID\\|SECRET_ACCESS_KEY\\|SESSION_TOKEN\\)=//p" >>"$HOME/secrets"'`

for (const way of wrappedWays) {
  const shell = shellNamed(way.shell.name)
  const { file, on, codesOut, recorded } = ways[shell.name]

  async function history(lines: readonly string[], rc: readonly string[] = []) {
    const bob = new ShellSession(aws)
    const load = [...on, ...way.load, ...rc]
    const terminal = await Terminal.open(configured(shell as Shell), bob.home.path, load, bob.env)
    for (const line of lines) {
      terminal.type(`${line}\r`)
      await terminal.waitFor('~~> ')
      // The next prompt has been drawn when the shell answers.
      await terminal.run('true')
    }
    terminal.type('exit\r')
    await terminal.exited()
    const secrets = readFileSync(bob.path('secrets'), 'utf8').split(/\s+/).filter(Boolean)
    return { text: readFileSync(bob.path(file), 'utf8'), secrets }
  }

  describeIn(shell, () => {
    test('the history file contains no secret', async () => {
      const { text, secrets } = await history([
        way.assume('ireland'),
        note,
        shell.evaluate('assume plain'),
        note,
        way.assume('unset'),
      ])
      expect(text).toContain('assume ireland')
      expect(secrets).toHaveLength(6)
      for (const secret of secrets) expect(text.includes(secret)).toBe(false)
    })

    test('the history file contains no MFA code with the lines of docs/shells.md', async () => {
      const typed = `${shell.name === 'fish' ? ' ' : ''}assume ${demoWords}`
      const { text, secrets } = await history([typed, note], codesOut)
      expect(secrets).toHaveLength(3)
      expect(text).toContain('sh -c')
      expect(text).not.toContain('123456')
      if (recorded !== undefined) expect(text).toContain(`${recorded}\n`)
    })
  })
}
