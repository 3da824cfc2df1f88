import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { silentThemes } from '../../../src/doctor/checks/prompt-theme.ts'
import { inSeconds, session } from '../../support/shells/at-the-prompt.ts'
import { fish, isInstalled, temporaryFolder, zsh } from '../../support/shells/shells.ts'
import { endOfPrompt, plain, Terminal } from '../../support/terminal/pty.ts'

/*
 * Themes whose stock configuration shows neither the role nor the time, with the one line that adds the
 * segment. TEST_THEMES names the folder of their clones.
 */

const folder = process.env.TEST_THEMES ?? '/nowhere'
const core = { node: '/bin/sh', script: '/dev/null' }
const size = { cols: 120, rows: 40 }

/** The line that `assume init` and `assume doctor` print. */
function lineFor(home: string): string {
  const [theme] = silentThemes({ env: { HOME: home } })
  return theme?.line ?? 'no theme was found'
}

function describeTheme(name: string, program: string, file: string, tests: () => void): void {
  const here = existsSync(join(folder, file)) && isInstalled(program)
  describe.skipIf(!here)(`${name}${here ? '' : ' (skipped: it is not here)'}`, tests)
}

describeTheme('powerlevel10k', 'zsh', 'powerlevel10k/powerlevel10k.zsh-theme', () => {
  const instant = '~/.cache/p10k-instant-prompt-${(%):-%n}.zsh'
  const theme = [`. '${folder}/powerlevel10k/powerlevel10k.zsh-theme'`, '. ~/.p10k.zsh']

  /** A home directory as `p10k configure` leaves it, but without the program that it downloads for git. */
  function makeHome(rc: readonly string[]): string {
    const home = temporaryFolder()
    mkdirSync(join(home, '.cache'))
    const stock = readFileSync(`${folder}/powerlevel10k/config/p10k-lean.zsh`, 'utf8')
    const more = [
      'POWERLEVEL9K_DISABLE_GITSTATUS=true',
      "typeset -g POWERLEVEL9K_PROMPT_CHAR_{OK,ERROR}_VIINS_CONTENT_EXPANSION='~~>'",
    ]
    writeFileSync(join(home, '.p10k.zsh'), `${stock}\n${more.join('\n')}\n`)
    writeFileSync(
      join(home, '.zshrc'),
      `${[`[[ ! -r ${instant} ]] || . ${instant}`, ...rc].join('\n')}\n`,
    )
    return home
  }

  const start = (home: string, env: Record<string, string>) =>
    Terminal.start('zsh', zsh.interactive(''), home, env, size)

  test.each([
    ['above', [...theme, zsh.load(core)]],
    ['below', [zsh.load(core), ...theme]],
  ])(
    'reports the expiry once, after the instant prompt, with the theme %s the wrapper',
    async (_, rc) => {
      const home = makeHome(rc)
      writeFileSync(join(home, 'line'), lineFor(home))
      const silent = start(home, session())
      await silent.waitFor(endOfPrompt)
      expect(plain((await silent.run('true')).prompt)).not.toContain('dev')
      silent.type('. ~/line; exit\r')
      await silent.exited()
      expect(lineFor(home)).toBe('no theme was found')

      // The first start creates the instant prompt that the second start shows.
      rmSync(join(home, '.cache'), { recursive: true })
      mkdirSync(join(home, '.cache'))
      for (const hasInstantPrompt of [false, true]) {
        const terminal = start(home, session({ ASSUME_EXPIRES: '1' }))
        const shown = plain(
          await terminal.waitFor(/assume: the session of dev has expired[\s\S]*~~>/),
        )
        expect(shown.match(/has expired/g)).toHaveLength(1)
        expect(shown).not.toMatch(/WARNING|Console output/)
        expect(shown.indexOf('~~>') < shown.indexOf('assume: ')).toBe(hasInstantPrompt)
        const { output, prompt } = await terminal.run(`ASSUME_EXPIRES=${inSeconds(59 * 60 + 30)}`)
        expect(plain(output + prompt)).toContain('(dev 59m)')
        expect(plain(output + prompt)).not.toContain('assume: ')
        terminal.type('exit\r')
        await terminal.exited()
      }
    },
  )
})

describeTheme('tide', 'fish', 'tide/functions/fish_prompt.fish', () => {
  test('shows the role and the time after the line of assume doctor was run', async () => {
    const home = temporaryFolder()
    const config = join(home, '.config/fish')
    mkdirSync(join(config, 'conf.d'), { recursive: true })
    symlinkSync(join(folder, 'tide/functions'), join(config, 'functions'))
    cpSync(join(folder, 'tide/conf.d'), join(config, 'conf.d'), { recursive: true })
    writeFileSync(join(config, 'conf.d/assume.fish'), `${fish.load(core)}\n`)
    mkdirSync(join(home, '.local/share/fish/generated_completions'), { recursive: true })
    const terminal = Terminal.start('fish', ['-i'], home, session(), size)
    terminal.type(
      "tide configure --auto --style=Lean --prompt_colors='True color' --show_time=No --lean_prompt_height='One line' --prompt_spacing=Compact --icons='Few icons' --transient=No; set -U tide_character_icon '~~>'; tide reload\r",
    )
    await terminal.waitFor('\x1b[2J')
    await terminal.waitFor(endOfPrompt)
    const silent = await terminal.run('true')
    expect(plain(silent.prompt)).not.toContain('dev')
    await terminal.run(lineFor(home))
    expect(lineFor(home)).toBe('no theme was found')
    terminal.type('true\r')
    expect(plain(await terminal.waitFor(/\(dev 59m\)/))).not.toContain('assume: ')
    terminal.type('set -gx ASSUME_EXPIRES 1\r')
    const shown = await terminal.waitFor(/\(dev expired\)/)
    terminal.type('true\r')
    const again = await terminal.waitFor(/\(dev expired\)/)
    expect(plain(shown + again).match(/the session of dev has expired/g)).toHaveLength(1)
  })
})
