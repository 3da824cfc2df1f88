import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inSeconds, open, promptAfter, session } from '../../support/shells/at-the-prompt.ts'
import {
  bash,
  describeIn,
  fish,
  runScript,
  type Shell,
  shells,
  temporaryFolder,
  zsh,
} from '../../support/shells/shells.ts'
import { plain } from '../../support/terminal/pty.ts'

const red = '\x1b[31m'
const yellow = '\x1b[33m'
const magenta = '\x1b[35m'
const cyan = '\x1b[36m'

/** The colours on the terminal before the segment. */
const coloursOf = (prompt: string) => {
  const [before = ''] = prompt.split('dev')
  return [red, yellow, magenta, cyan].filter((code) => before.includes(code))
}

/** The line with which the user sets a new prompt. */
const ownPrompt = (shell: Shell) => shell.prompt('~~> ')

for (const shell of shells) {
  describeIn(shell, () => {
    test.each([
      ['{role}', 'dev'],
      ['[{account} {role}/{region} {left}]', '[123456789012 dev/eu-west-1 59m]'],
      ['{mark}{role}', 'dev'],
      ['a & b {role} \\1 $1 %n {left', 'a & b dev \\1 $1 %n {left'],
      ['{nothing}{role}}', '{nothing}dev}'],
      ['color=cyan {role}', 'color=cyan dev'],
    ])('shows the segment in the format %s', async (format, expected) => {
      const env = session({ ASSUME_PROMPT: `format=${format}`, AWS_REGION: 'eu-west-1' })
      const terminal = await open(shell, { env })
      expect(await promptAfter(terminal, 'echo')).toContain(expected)
    })

    test('omits a value that is missing, and the space before it', async () => {
      const {
        ASSUME_EXPIRES: _,
        AWS_ACCOUNT_ID: __,
        ...env
      } = session({
        ASSUME_PROMPT: 'format=<{role} {left} {account}>',
      })
      const terminal = await open(shell, { env })
      expect(await promptAfter(terminal, 'echo')).toContain('<dev>')
    })

    test('expands neither placeholders in the role name nor code in the format', async () => {
      const home = temporaryFolder()
      const env = session({
        ASSUME_ROLE: '{left}{region}',
        ASSUME_PROMPT: 'format=({role} $(touch pwned)`touch pwned`%F{red}\\u{left})',
      })
      const before = shell === zsh ? ['setopt prompt_subst prompt_bang'] : []
      const terminal = await open(shell, { env, home, before })
      expect(await promptAfter(terminal, 'echo')).toContain(
        '({left}{region} $(touch pwned)`touch pwned`%F{red}\\u59m)',
      )
      expect(existsSync(join(home, 'pwned'))).toBe(false)
    })

    test('uses the style of the settings, and ASSUME_PROMPT over it', async () => {
      const env = session({ ASSUME_STYLE: 'color=cyan urgent=magenta format=<{role}>' })
      const terminal = await open(shell, { env })
      const first = (await terminal.run('echo')).prompt
      expect(coloursOf(first)).toEqual([cyan])
      expect(plain(first)).toContain('<dev>')
      const second = (await terminal.run(shell.set('ASSUME_PROMPT', 'color=red'))).prompt
      expect(coloursOf(second.slice(second.lastIndexOf('<')))).toEqual([])
      const third = (await terminal.run('echo')).prompt
      expect(coloursOf(third)).toEqual([red])
      expect(plain(third)).toContain('<dev>')
      await terminal.run(shell.set('ASSUME_PROMPT', 'off'))
      expect(await promptAfter(terminal, 'echo')).not.toContain('dev')
      await terminal.run(shell.unset('ASSUME_PROMPT'))
      await terminal.run(shell.export('ASSUME_EXPIRES', inSeconds(100)))
      expect(coloursOf((await terminal.run('echo')).prompt)).toEqual([magenta])
    })

    test('decodes a percent-encoded ASSUME_STYLE, and does not change other text', async () => {
      const encoded = 'color=cyan format=%5B{role}%2A%3F%25 %5Cx%5D'
      const terminal = await open(shell, { env: session({ ASSUME_STYLE: encoded }) })
      expect(await promptAfter(terminal, 'echo')).toContain('[dev*?% \\x]')
      await terminal.run(shell.export('ASSUME_STYLE', 'format=[{role} 100% %]'))
      expect(await promptAfter(terminal, 'true')).toContain('[dev 100% %]')
    })

    test('reports an unknown word once, and applies the other words', async () => {
      const env = session({ ASSUME_PROMPT: 'rigth color=cyan' })
      const terminal = await open(shell, { env: { ...env, ASSUME_KEY_ID: '' } })
      terminal.type(`${shell.export('ASSUME_KEY_ID', 'ASIAKEY')}\r`)
      await terminal.waitFor('assume: ASSUME_PROMPT: "rigth" is not a word of it')
      const { output, prompt } = await terminal.run('echo')
      expect(output).not.toContain('not a word')
      expect(coloursOf(prompt)).toEqual([cyan])
    })

    test('marks a guarded session with its own colour', async () => {
      const terminal = await open(shell, { env: session({ ASSUME_DANGER: '1' }) })
      const { prompt } = await terminal.run('echo')
      expect(plain(prompt)).toContain('(!dev 59m)')
      expect(coloursOf(prompt)).toEqual([magenta])
      await terminal.run(shell.export('ASSUME_EXPIRES', inSeconds(100)))
      const late = (await terminal.run('echo')).prompt
      expect(plain(late)).toContain('(!dev 1m)')
      expect(coloursOf(late)).toEqual([red])
    })

    test.each([{ NO_COLOR: '1' }, { ASSUME_PROMPT: 'color=none' }])(
      'has no colour with %j',
      async (env) => {
        const terminal = await open(shell, { env: session(env) })
        const { prompt } = await terminal.run('echo')
        expect(plain(prompt)).toContain('(dev 59m)')
        expect(coloursOf(prompt)).toEqual([])
      },
    )

    test('shows the segment on the other side with ASSUME_PROMPT', async () => {
      const place = shell === fish ? 'left' : 'right'
      const terminal = await open(shell, { env: session({ ASSUME_PROMPT: place }) })
      const prompt = await promptAfter(terminal, 'echo')
      if (shell === fish) expect(prompt).toContain('(dev 59m) ~~> ')
      if (shell === zsh) expect(prompt).toMatch(/~~> +\(dev 59m\)/)
      // The cursor moves to the right for the segment and then back.
      if (shell === bash) expect(prompt).toMatch(/\(dev 59m\)~~> /)
      await terminal.run(shell.set('ASSUME_PROMPT', shell === fish ? 'right' : 'left'))
      const back = await promptAfter(terminal, 'echo')
      expect(back).toContain(shell === fish ? ' (dev 59m)' : '(dev 59m) ~~> ')
      expect(back.split('(dev 59m) ~~> ')).toHaveLength(shell === fish ? 1 : 2)
    })

    test('shows the segment where the prompt of the user calls assume_segment', async () => {
      const own = {
        bash: `PS1='<$?>$(assume_segment)<$?>~~> '`,
        zsh: `setopt prompt_subst prompt_bang; PROMPT='<%?>$(assume_segment)<%?>~~> '`,
        fish: `function fish_prompt; echo -n "<$status>"; assume_segment; echo -n "<$status>~~> "; end`,
      }
      const name = 'a%b\\u$HOME!!'
      const env = session({ ASSUME_PROMPT: 'own color=cyan', ASSUME_ROLE: name })
      const terminal = await open(shell, { env, before: [own[shell.name]] })
      terminal.type("sh -c 'exit 7'\r")
      const status = shell === fish ? '<0>' : '<7>'
      const shown = await terminal.waitFor(`${status}~~> `)
      expect(plain(shown)).toContain(`<7>(${name} 59m)${status}~~> `)
      expect(shown).toContain(cyan)
      expect(plain(shown).split(name)).toHaveLength(2)
      await terminal.run(shell.set('ASSUME_PROMPT', 'off'))
      expect(await promptAfter(terminal, 'echo')).not.toContain('59m')
    })

    test('assume_segment plain prints the segment in a script, without colours', async () => {
      const home = temporaryFolder()
      const load = shell.load({ node: '/bin/sh', script: '/dev/null' })
      const lines = [
        load,
        'assume_segment plain',
        'echo',
        shell.unset('AWS_ACCESS_KEY_ID'),
        'assume_segment',
      ]
      const run = await runScript(shell, lines, { home, env: session() })
      expect(run).toEqual({ stdout: '(dev 59m)', stderr: '', exitCode: 0 })
    })

    test('shows one segment after the user sets a new prompt or extends it', async () => {
      const terminal = await open(shell)
      expect(await promptAfter(terminal, 'echo')).toContain('(dev 59m)')
      await terminal.run(ownPrompt(shell))
      if (shell === fish) await terminal.run('function fish_right_prompt; echo -n theirs; end')
      const prompt = await promptAfter(terminal, 'echo')
      expect(prompt).toContain(shell === fish ? 'theirs (dev 59m)' : '(dev 59m) ~~> ')
      if (shell === fish) return
      // A virtual environment of Python does so.
      await terminal.run('PS1="(venv) $PS1"')
      const extended = await promptAfter(terminal, 'echo')
      expect(extended).toContain('(venv) (dev 59m) ~~> ')
      expect(extended).not.toContain('(dev 59m) (venv)')
    })

    test('shows the segment after exec of the same shell', async () => {
      const home = temporaryFolder()
      const terminal = await open(shell, { home })
      await terminal.run('echo')
      const words = shell.interactive(join(home, shell.rcName)).map((arg) => `"${arg}"`)
      terminal.type(`exec ${shell.name} ${words.join(' ')}\r`)
      await terminal.waitFor('~~> ')
      const prompt = await promptAfter(terminal, 'echo')
      expect(prompt).toContain(shell === fish ? ' (dev 59m)' : '(dev 59m) ~~> ')
    })
  })
}

for (const shell of [bash, zsh]) {
  describeIn(shell, () => {
    test('exports no variables of the wrapper under set -a', async () => {
      const terminal = await open(shell)
      await terminal.run('set -a')
      await terminal.run(shell.export('ASSUME_PROMPT', 'format=<{role}>'))
      expect(await promptAfter(terminal, 'echo')).toContain('<dev> ~~> ')
      const { output } = await terminal.run('echo "[$(env | grep ^__assume)]"')
      expect(output).toContain('\n[]\n')
    })
  })
}

describeIn(fish, () => {
  test('at the left, passes status and pipestatus to the prompt of the user', async () => {
    const own = 'function fish_prompt; echo "<$status $pipestatus>"; echo -n "~~> "; end'
    const terminal = await open(fish, { env: session({ ASSUME_PROMPT: 'left' }), before: [own] })
    terminal.type("true | sh -c 'exit 7'\r")
    const shown = await terminal.waitFor('~~> ')
    expect(plain(shown)).toContain('(dev 59m) <7 0 7>\n~~> ')
  })
})

describeIn(zsh, () => {
  test('prompt_assume adds a segment of powerlevel10k', async () => {
    const p10k = [
      'p10k() { print -r -- "p10k: ${(j: :)@}"; }',
      'precmd_theirs() { prompt_assume; }',
      'PROMPT="theirs~~> "',
    ]
    const env = session({ ASSUME_ROLE: 'a%b' })
    const terminal = await open(zsh, {
      env,
      before: p10k,
      after: ['precmd_functions+=(precmd_theirs)'],
    })
    const { prompt } = await terminal.run('echo')
    expect(plain(prompt)).toContain('p10k: segment -f yellow -t (a%%b 59m)\n')
    expect(plain(prompt)).not.toContain('(a%b 59m)')
  })

  test('does not change PROMPT of pure, but shows the segment with ASSUME_PROMPT=right', async () => {
    const before = ['prompt_pure_precmd() { :; }', 'PROMPT="theirs~~> "']
    const terminal = await open(zsh, { before })
    expect(await promptAfter(terminal, 'echo')).not.toContain('dev')
    await terminal.run('ASSUME_PROMPT=right')
    expect(await promptAfter(terminal, 'echo')).toMatch(/theirs~~> +\(dev 59m\)/)
  })

  test('shows the segment after the RPROMPT of the user', async () => {
    const env = session({ ASSUME_PROMPT: 'right' })
    const terminal = await open(zsh, { env, before: ['RPROMPT=theirs'] })
    expect(await promptAfter(terminal, 'echo')).toMatch(/~~> +theirs \(dev 59m\)/)
  })
})

describeIn(bash, () => {
  test('at the right, the segment ends at the edge of the terminal', async () => {
    const terminal = await open(bash, { env: session({ ASSUME_PROMPT: 'right color=cyan' }) })
    const { prompt } = await terminal.run('echo')
    expect(prompt).toContain('\x1b7\x1b[999C\x1b[8D\x1b[36m(dev 59m)\x1b[0m\x1b8')
  })

  test('shows the segment at the left of a dumb terminal even with ASSUME_PROMPT=right', async () => {
    const env = session({ ASSUME_PROMPT: 'right', TERM: 'dumb' })
    expect(await promptAfter(await open(bash, { env }), 'echo')).toContain('(dev 59m) ~~> ')
  })
})
