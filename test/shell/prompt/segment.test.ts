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

/** Where PS1 is what the user has in it, and no more. */
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
    ])('has the format %s', async (format, expected) => {
      const env = session({ ASSUME_PROMPT: `format=${format}`, AWS_REGION: 'eu-west-1' })
      const terminal = await open(shell, { env })
      expect(await promptAfter(terminal, 'echo')).toContain(expected)
    })

    test('leaves out what there is not, with the space before it', async () => {
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

    test('puts no part into another', async () => {
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

    test('looks as the settings say, and rather as this shell says', async () => {
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

    test('decodes the percent-encoded text of the settings, and leaves one that is not encoded', async () => {
      const encoded = 'color=cyan format=%5B{role}%2A%3F%25 %5Cx%5D'
      const terminal = await open(shell, { env: session({ ASSUME_STYLE: encoded }) })
      expect(await promptAfter(terminal, 'echo')).toContain('[dev*?% \\x]')
      await terminal.run(shell.export('ASSUME_STYLE', 'format=[{role} 100% %]'))
      expect(await promptAfter(terminal, 'true')).toContain('[dev 100% %]')
    })

    test('says once which word is none, and shows the rest', async () => {
      const env = session({ ASSUME_PROMPT: 'rigth color=cyan' })
      const terminal = await open(shell, { env: { ...env, ASSUME_KEY_ID: '' } })
      terminal.type(`${shell.export('ASSUME_KEY_ID', 'ASIAKEY')}\r`)
      await terminal.waitFor('assume: ASSUME_PROMPT: "rigth" is not a word of it')
      const { output, prompt } = await terminal.run('echo')
      expect(output).not.toContain('not a word')
      expect(coloursOf(prompt)).toEqual([cyan])
    })

    test('marks what the settings call a danger, in a colour of its own', async () => {
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

    test('stands on the other side', async () => {
      const place = shell === fish ? 'left' : 'right'
      const terminal = await open(shell, { env: session({ ASSUME_PROMPT: place }) })
      const prompt = await promptAfter(terminal, 'echo')
      if (shell === fish) expect(prompt).toContain('(dev 59m) ~~> ')
      if (shell === zsh) expect(prompt).toMatch(/~~> +\(dev 59m\)/)
      // It goes there with the cursor, and that comes back.
      if (shell === bash) expect(prompt).toMatch(/\(dev 59m\)~~> /)
      await terminal.run(shell.set('ASSUME_PROMPT', shell === fish ? 'right' : 'left'))
      const back = await promptAfter(terminal, 'echo')
      expect(back).toContain(shell === fish ? ' (dev 59m)' : '(dev 59m) ~~> ')
      expect(back.split('(dev 59m) ~~> ')).toHaveLength(shell === fish ? 1 : 2)
    })

    test('stands where the user has put it', async () => {
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

    test('can be had without colours, and without a prompt', async () => {
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

    test('is gone from a prompt that its user has made anew', async () => {
      const terminal = await open(shell)
      expect(await promptAfter(terminal, 'echo')).toContain('(dev 59m)')
      await terminal.run(ownPrompt(shell))
      if (shell === fish) await terminal.run('function fish_right_prompt; echo -n theirs; end')
      const prompt = await promptAfter(terminal, 'echo')
      expect(prompt).toContain(shell === fish ? 'theirs (dev 59m)' : '(dev 59m) ~~> ')
    })

    test('is there after exec of the same shell', async () => {
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
    test('under set -a hands programs nothing of its own', async () => {
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
  test('at the left keeps what the prompt of the user is told', async () => {
    const own = 'function fish_prompt; echo "<$status $pipestatus>"; echo -n "~~> "; end'
    const terminal = await open(fish, { env: session({ ASSUME_PROMPT: 'left' }), before: [own] })
    terminal.type("true | sh -c 'exit 7'\r")
    const shown = await terminal.waitFor('~~> ')
    expect(plain(shown)).toContain('(dev 59m) <7 0 7>\n~~> ')
  })
})

describeIn(zsh, () => {
  test('is a segment of powerlevel10k', async () => {
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

  test('leaves PROMPT to pure, and the right to the user', async () => {
    const before = ['prompt_pure_precmd() { :; }', 'PROMPT="theirs~~> "']
    const terminal = await open(zsh, { before })
    expect(await promptAfter(terminal, 'echo')).not.toContain('dev')
    await terminal.run('ASSUME_PROMPT=right')
    expect(await promptAfter(terminal, 'echo')).toMatch(/theirs~~> +\(dev 59m\)/)
  })

  test('comes after what the user has at the right', async () => {
    const env = session({ ASSUME_PROMPT: 'right' })
    const terminal = await open(zsh, { env, before: ['RPROMPT=theirs'] })
    expect(await promptAfter(terminal, 'echo')).toMatch(/~~> +theirs \(dev 59m\)/)
  })
})

describeIn(bash, () => {
  test('at the right ends with the line', async () => {
    const terminal = await open(bash, { env: session({ ASSUME_PROMPT: 'right color=cyan' }) })
    const { prompt } = await terminal.run('echo')
    expect(prompt).toContain('\x1b7\x1b[999C\x1b[8D\x1b[36m(dev 59m)\x1b[0m\x1b8')
  })

  test('at the right of a dumb terminal stands at the left', async () => {
    const env = session({ ASSUME_PROMPT: 'right', TERM: 'dumb' })
    expect(await promptAfter(await open(bash, { env }), 'echo')).toContain('(dev 59m) ~~> ')
  })
})
