import { existsSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { core } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { bash, fish, fish4, isInstalled, type Shell, zsh } from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

/*
 * Real themes, loaded before and after the wrapper. .ci/newer-programs downloads starship, and the other themes
 * into the folder that TEST_THEMES names. silent-themes.test.ts tests powerlevel10k and tide. Neither Debian nor
 * npm has oh-my-posh: prompt.test.ts tests what it defines in a shell.
 */

interface Theme {
  readonly in: readonly Shell[]
  readonly here: boolean
  readonly rc: (shell: Shell) => readonly string[]
  /** The prompt with a session of the profile `plain`, before the session expires and after. */
  readonly fresh: RegExp
  readonly expired: RegExp
  /** Text that the prompt must not contain. */
  readonly never?: RegExp
}

const folder = process.env.TEST_THEMES ?? '/nowhere'

const ours = { fresh: /\(plain (59m|1h00m)\)/, expired: /\(plain expired\)/ }

const pure = {
  in: [zsh],
  here: existsSync(`${folder}/pure`),
  rc: () => [
    `fpath+=('${folder}/pure')`,
    "PURE_PROMPT_SYMBOL='~~> '",
    'autoload -U promptinit',
    'promptinit',
    'prompt pure',
  ],
}

const themes: Readonly<Record<string, Theme>> = {
  starship: {
    in: [bash, zsh, fish, fish4],
    here: isInstalled('starship'),
    rc: (shell) => [
      shell.export('STARSHIP_CONFIG', '.starship.toml'),
      shell.name === 'fish'
        ? 'starship init fish | source'
        : `eval "$(starship init ${shell.name})"`,
    ],
    fresh: /on ☁️ {2}plain \(us-east-1\) \[(1h0m0s|59m\d+s)\] ~~> /,
    expired: /on ☁️ {2}plain \(us-east-1\) \[X\] ~~> /,
    never: /\(plain/,
  },
  'pure, which leaves the right to us': {
    ...pure,
    rc: () => [...pure.rc(), 'ASSUME_PROMPT=right'],
    ...ours,
  },
  'pure, where we draw nothing at the left': {
    ...pure,
    fresh: /~~> /,
    expired: /~~> /,
    never: /\(plain/,
  },
  spaceship: {
    in: [zsh],
    here: existsSync(`${folder}/spaceship`),
    rc: () => [
      // Its other sections start programs.
      'SPACESHIP_PROMPT_ASYNC=false SPACESHIP_PROMPT_ORDER=(dir char)',
      "SPACESHIP_CHAR_SYMBOL='~~> '",
      `. '${folder}/spaceship/spaceship.zsh'`,
    ],
    ...ours,
  },
  'bash-it with powerline-multiline': {
    in: [bash],
    here: existsSync(`${folder}/bash-it/bash_it.sh`),
    rc: () => [
      `BASH_IT='${folder}/bash-it' BASH_IT_THEME=powerline-multiline SCM_CHECK=false`,
      "POWERLINE_PROMPT_CHAR='~~>'",
      `. '${folder}/bash-it/bash_it.sh'`,
    ],
    ...ours,
  },
  powerlevel9k: {
    in: [zsh],
    here: existsSync(`${folder}/powerlevel9k/powerlevel9k.zsh-theme`),
    rc: () => [
      // Its other segments start programs.
      'POWERLEVEL9K_LEFT_PROMPT_ELEMENTS=(dir) POWERLEVEL9K_RIGHT_PROMPT_ELEMENTS=(status)',
      "POWERLEVEL9K_PROMPT_ON_NEWLINE=true POWERLEVEL9K_MULTILINE_LAST_PROMPT_PREFIX='~~> '",
      `. '${folder}/powerlevel9k/powerlevel9k.zsh-theme'`,
    ],
    ...ours,
  },
}

const starshipSettings = [
  "format = '$aws$character'",
  'add_newline = false',
  '[character]',
  "success_symbol = '~~>'",
  "error_symbol = '~~>'",
]

async function open(shell: Shell, rc: readonly string[]) {
  const bob = new ShellSession(aws)
  bob.write('.starship.toml', starshipSettings)
  return Terminal.open(shell, bob.home.path, rc, { ...bob.env, AWS_REGION: 'us-east-1' })
}

for (const [name, theme] of Object.entries(themes)) {
  for (const shell of theme.in) {
    const here = theme.here && isInstalled(shell.program)
    const title = `${name}, in ${shell.program}${here ? '' : ' (skipped: it is not here)'}`
    describe.skipIf(!here)(title, () => {
      const [lines, load] = [theme.rc(shell), shell.load(core)]
      test.each([
        ['above', [...lines, load]],
        ['below', [load, ...lines]],
      ])('shows the session once, with the theme %s the line of the wrapper', async (_, rc) => {
        const terminal = await open(shell, rc)
        const promptAfter = async (line: string) => plain((await terminal.run(line)).prompt)
        expect(await promptAfter('true')).not.toMatch(/plain/)
        await terminal.run('assume plain')
        // A theme below the wrapper overwrites the first two prompts. From then on, the wrapper runs after the theme.
        await terminal.run('true')
        const fresh = await promptAfter('true')
        expect(fresh).toMatch(theme.fresh)
        if (theme.never) expect(fresh).not.toMatch(theme.never)
        else expect(fresh.match(RegExp(theme.fresh, 'g'))).toHaveLength(1)
        const end = shell.export('AWS_CREDENTIAL_EXPIRATION', '2001-01-01T00:00:00Z')
        expect(await promptAfter(`${end}; ${shell.export('ASSUME_EXPIRES', '1')}`)).toMatch(
          theme.expired,
        )
        expect(await promptAfter('assume unset')).not.toMatch(/plain/)
      })
    })
  }
}
