import { expect, test } from 'vitest'
import { once } from '../../support/once.ts'
import {
  inSeconds,
  open,
  promptAfter,
  promptsWith,
  session,
} from '../../support/shells/at-the-prompt.ts'
import {
  bash,
  describeIn,
  fish,
  type Shell,
  shells,
  temporaryFolder,
  zsh,
} from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const show = (...names: string[]) => `echo "${names.map((name) => `${name}=[$${name}]`).join(' ')}"`

/** Shows a variable only if it is exported, so it uses `env` and not the shell. */
const showExported = (name: string) => `env | sed -n 's/^\\(${name}=.*\\)/exported \\1/p'`

const yellow = '\x1b[33m'
const red = '\x1b[31m'

for (const shell of shells) {
  describeIn(shell, () => {
    /** The segment in its place: before the prompt of the user, but in fish at the right. */
    const drawn = (segment: string) => (shell === fish ? ` ${segment}` : `${segment} ~~> `)

    test('shows no segment without a session', async () => {
      const terminal = await open(shell, { env: {} })
      expect(await promptAfter(terminal, 'echo')).toMatch(/^([%#⏎] +(⏎ )?)?~~> /)
    })

    const times: readonly (readonly [time: string, colour: string, seconds: number])[] = [
      ['1h05m', yellow, 65 * 60 + 30],
      ['1h00m', yellow, 60 * 60 + 30],
      ['59m', yellow, 59 * 60 + 30],
      ['5m', yellow, 5 * 60 + 30],
      ['4m', red, 4 * 60 + 30],
      ['1m', red, 100],
      ['expired', red, 0],
      ['expired', red, -100_000],
    ]
    const atTimes = once(() =>
      promptsWith(
        shell,
        times.map(([, , seconds]) => seconds),
        (seconds) => ({ ASSUME_EXPIRES: inSeconds(seconds) }),
      ),
    )

    test.each(times)('shows the role and %s in colour', async (time, colour, seconds) => {
      const prompt = (await atTimes()).get(seconds) ?? ''
      expect(plain(prompt)).toContain(drawn(`(dev ${time})`))
      const [before = ''] = prompt.split('(dev')
      const codes = [yellow, red].filter((code) => before.includes(code))
      expect(codes).toEqual([colour])
      expect(plain(prompt)).not.toContain('__assume')
    })

    test('shows the seconds left in the last minute', async () => {
      const terminal = await open(shell, { env: session({ ASSUME_EXPIRES: inSeconds(50) }) })
      const { prompt } = await terminal.run('echo')
      expect(plain(prompt)).toMatch(/\(dev [1-5]?\ds\)/)
      expect(prompt).toContain(red)
    })

    const noTimes = ['', 'soon', '1e9', '99999999999999999999', 'a[$(touch pwned)]']
    const atNoTimes = once(() =>
      promptsWith(shell, noTimes, (expires) => ({ ASSUME_EXPIRES: expires })),
    )

    test.each(noTimes)('shows only the role if ASSUME_EXPIRES is "%s"', async (expires) => {
      expect(plain((await atNoTimes()).get(expires) ?? '')).toContain(drawn('(dev)'))
    })

    test('shows no segment with ASSUME_PROMPT=off', async () => {
      const terminal = await open(shell, { env: session({ ASSUME_PROMPT: 'off' }) })
      expect(await promptAfter(terminal, 'echo')).not.toContain('dev')
    })

    const names = [
      '$(touch pwned)',
      '`touch pwned`',
      '${HOME}',
      '%F{red}%n',
      '\\u\\w\\$',
      "it's",
      '"',
      'a)b(c',
      '!!',
      'größe-🔑',
      '-n',
    ]
    const withNames = once(() => {
      const before = shell === zsh ? ['setopt prompt_subst prompt_bang'] : []
      return promptsWith(shell, names, (name) => ({ ASSUME_ROLE: name }), before)
    })

    test.each(names)('shows the role name %s unchanged', async (name) => {
      expect(plain((await withNames()).get(name) ?? '')).toContain(drawn(`(${name} 59m)`))
    })

    test('replaces control characters in the role name', async () => {
      const env = session({ ASSUME_ROLE: 'a\x1b]0;b\x07c\rd\ne\u009bf', ASSUME_EXPIRES: '1' })
      const terminal = await open(shell, { env })
      const { prompt } = await terminal.run('echo')
      expect(plain(prompt)).toContain(drawn('(a?]0;b?c?d?e?f expired)'))
    })

    test('reports once that the session has expired', async () => {
      const env = session({ ASSUME_EXPIRES: '1' })
      const home = temporaryFolder()
      const load = shell.load({ node: '/bin/sh', script: '/dev/null' })
      const terminal = await Terminal.open(shell, home, [load], { ...env, ASSUME_KEY_ID: '' })
      const { output: before } = await terminal.run('echo')
      expect(before).not.toContain('expired')
      terminal.type(`${shell.export('ASSUME_KEY_ID', 'ASIAKEY')}\r`)
      const said = await terminal.waitFor('assume unset')
      expect(plain(said)).toContain(
        'assume: the session of dev has expired\n  hint: renew it: assume refresh; or drop it: assume unset',
      )
      const { output } = await terminal.run(show('AWS_ACCESS_KEY_ID', 'AWS_SESSION_TOKEN'))
      expect(output).toContain('\nAWS_ACCESS_KEY_ID=[ASIAKEY] AWS_SESSION_TOKEN=[keepsake]\n')
      expect(output).not.toContain('has expired')
      expect((await terminal.run('echo')).output).not.toContain('has expired')
    })

    test('passes the exit status to the prompt of the user', async () => {
      const ownPrompt = {
        bash: `PS1='<$?> ~~> '`,
        zsh: `PROMPT='<%?> ~~> '`,
        fish: `function fish_prompt; echo -n "<$status> ~~> "; end; function fish_right_prompt; echo -n "right $status"; end`,
      }
      const terminal = await open(shell, { before: [ownPrompt[shell.name]] })
      terminal.type("sh -c 'exit 7'\r")
      await terminal.waitFor('<7> ~~> ')
      if (shell === fish) await terminal.waitFor('right 7')
      const { output } = await terminal.run(`echo "status ${shell.status}"`)
      expect(output).toContain('\nstatus 7\n')
    })

    test('ends the session when another access key is exported', async () => {
      const terminal = await open(shell)
      await terminal.run('echo')
      const prompt = await promptAfter(
        terminal,
        `${shell.export('AWS_ACCESS_KEY_ID', 'AKIAMINE')}; ${shell.export('AWS_SECRET_ACCESS_KEY', 'mine')}`,
      )
      expect(prompt).not.toContain('dev')
      const { output } = await terminal.run('env | grep -E "^(AWS|ASSUME)" | sort')
      expect(output).toContain('\nAWS_ACCESS_KEY_ID=AKIAMINE\nAWS_SECRET_ACCESS_KEY=mine\nmark')
    })

    test('ends the session when its access key id is unset', async () => {
      const terminal = await open(shell)
      expect(await promptAfter(terminal, shell.unset('AWS_ACCESS_KEY_ID'))).not.toContain('dev')
      const { output } = await terminal.run('env | grep -E "^(AWS|ASSUME)" | sort')
      expect(output).toMatch(/sort[^\n]*\nmark/)
    })

    test('does not unset the variables that another tool exports with its access key', async () => {
      const terminal = await open(shell)
      await terminal.run('echo')
      const theirs = {
        AWS_ACCESS_KEY_ID: 'ASIAMINE',
        AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z',
        AWS_SESSION_TOKEN: 'mine',
        AWSUME_PROFILE: 'mine',
      }
      const take = Object.entries(theirs).map(([name, value]) => shell.export(name, value))
      await terminal.run(take.join('; '))
      const { output } = await terminal.run('env | grep -E "^(AWS|ASSUME)" | grep -v SECRET | sort')
      const expected = Object.entries({ ...theirs }).map(([name, value]) => `${name}=${value}\n`)
      expect(output).toContain(`\n${expected.sort().join('')}mark`)
    })

    test('unsets the session token when an access key without a token is exported', async () => {
      const terminal = await open(shell)
      await terminal.run('echo')
      await terminal.run(shell.export('AWS_ACCESS_KEY_ID', 'minioadmin'))
      const { output } = await terminal.run(show('AWS_SESSION_TOKEN', 'ASSUME_ROLE'))
      expect(output).toContain('\nAWS_SESSION_TOKEN=[] ASSUME_ROLE=[]\n')
    })

    test('restores the earlier settings when another access key ends the session', async () => {
      const brought = ['AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL_S3', 'PATH', 'HOME']
      const env = session({
        ...Object.fromEntries(brought.map((name) => [name, 'ours'])),
        HOME: temporaryFolder(),
        PATH: process.env.PATH ?? '',
        ASSUME_SETTINGS: brought.join(' '),
      })
      const after = [
        shell.set('__assume_saved', '1'),
        shell.set('__assume_saved_AWS_REGION', "it's $HOME"),
        shell.set('__assume_saved_unexported_AWS_DEFAULT_REGION', 'plain'),
        shell.set('__assume_saved_PATH', '/nowhere'),
        shell.set('__assume_saved_unexported_HOME', '/nowhere'),
      ]
      const terminal = await open(shell, { env, after })
      await terminal.run(shell.export('AWS_ACCESS_KEY_ID', 'AKIAMINE'))
      const { output } = await terminal.run(show(...brought.slice(0, 3)))
      expect(output).toContain(
        "\nAWS_REGION=[it's $HOME] AWS_DEFAULT_REGION=[plain] AWS_ENDPOINT_URL_S3=[]\n",
      )
      expect((await terminal.run(showExported('AWS_.*REGION'))).output).toContain(
        "\nexported AWS_REGION=it's $HOME\nmark",
      )
      expect((await terminal.run('set | grep "^__assume_saved"')).output).toMatch(
        /saved"[^\n]*\nmark/,
      )
    })

    test('exports no copy of the token, and stores none after the session', async () => {
      const before = shell === fish ? [] : ['set -a']
      const terminal = await open(shell, { before })
      await terminal.run('echo')
      expect((await terminal.run('env | grep -c keepsake')).output).toContain('\n1\n')
      const drop = Object.keys(session()).map(shell.unset)
      await terminal.run(drop.join('; '))
      const { output } = await terminal.run("set | grep 'keepsak[e]' | sed 's/^/found /'")
      expect(output).not.toMatch(/^found/m)
    })

    test('shows no token in a trace', async () => {
      const terminal = await open(shell)
      await terminal.run(shell === fish ? 'set -g fish_trace 1' : 'set -x')
      const first = await terminal.run('echo')
      const second = await terminal.run(shell.export('AWS_ACCESS_KEY_ID', 'AKIAMINE'))
      const third = await terminal.run('echo')
      const shown = [first, second, third].map(({ output, prompt }) => output + prompt).join('')
      expect(shown).not.toContain('keepsake')
      expect(plain(shown)).toMatch(/[+>] ?echo/)
    })
  })
}

describeIn(bash, () => {
  test.each([
    ['PROMPT_COMMAND=true', '(dev 59m) ~~> '],
    // liquidprompt also turns promptvars off.
    ["theme() { PS1='~~> '; shopt -u promptvars; }; PROMPT_COMMAND=theme", '(dev 59m) ~~> '],
    // The first line reaches the right edge, as that of powerline-multiline of bash-it.
    ["PS1='line\\[\\e[500C\\]\\n~~> '", '(dev 59m) ~~> '],
  ])('shows the role despite a later %s, and removes it with the session', async (line, prompt) => {
    const terminal = await open(bash, { after: [line] })
    expect(plain((await terminal.run('true')).prompt)).toContain(prompt)
    expect(plain((await terminal.run('unset ASSUME_KEY_ID')).prompt)).not.toContain('dev')
  })

  test('shows a role with a backslash unchanged if promptvars is off', async () => {
    const env = session({ ASSUME_ROLE: 'a\\u$x' })
    const terminal = await open(bash, { env, after: ['shopt -u promptvars'] })
    expect(plain((await terminal.run('true')).prompt)).toContain('(a\\u$x 59m) ~~> ')
  })

  test('assume_segment prints the role and no token under set -k', async () => {
    const terminal = await open(bash)
    await terminal.run('set -k')
    const { output } = await terminal.run('false; assume_segment plain; echo "<$?>"')
    expect(output).toMatch(/\(\S+ \d+\w*\)<1>/)
    const after = await terminal.run('set +k')
    expect(after.output + after.prompt + output).not.toContain('keepsake')
  })
})

describeIn(zsh, () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'an expired session',
      { ASSUME_EXPIRES: '1' },
      /\r\nassume: the session of dev has expired\r\n/,
    ],
    ['an unknown word', { ASSUME_PROMPT: 'top' }, /\r\nassume: ASSUME_PROMPT: "top" is not/],
  ])('reports %s after the instant prompt of powerlevel10k', async (_, changes, told) => {
    const finalize = [
      'finalize() { unset __p9k_instant_prompt_active }',
      'precmd_functions+=(finalize)',
    ]
    const terminal = await open(zsh, {
      env: session(changes),
      after: ['__p9k_instant_prompt_active=1', ...finalize],
    })
    // The first prompt was already shown, and the test types nothing there.
    expect(await terminal.waitFor(/assume: [\s\S]*~~> /)).toMatch(told)
    const { output, prompt } = await terminal.run('print -r -- "<$__assume_null$__assume_untold>"')
    expect(output + prompt).not.toContain('assume: ')
    expect(output).toContain('\n<>\n')
  })
})

for (const shell of [bash, zsh]) {
  describeIn(shell, () => {
    test('prints no error about readonly variables', async () => {
      const readonly = [
        'AWS_CREDENTIAL_EXPIRATION',
        'AWS_SESSION_TOKEN',
        'AWS_REGION',
        'ASSUME_KEY_ID',
      ]
      const env = session({ ASSUME_SETTINGS: 'AWS_REGION', AWS_REGION: 'eu-west-1' })
      const terminal = await open(shell, { env, after: [`readonly ${readonly.join(' ')}`] })
      await terminal.run('echo')
      await terminal.run(shell.export('AWS_ACCESS_KEY_ID', 'AKIAMINE'))
      const { output, prompt } = await terminal.run('echo still here')
      expect(plain(prompt) + output).not.toMatch(/readonly|read-only/)
      expect(output).toContain('\nstill here\n')
      expect((await terminal.run(show('ASSUME_ROLE', 'AWS_ACCOUNT_ID'))).output).toContain(
        '\nASSUME_ROLE=[] AWS_ACCOUNT_ID=[]\n',
      )
    })

    test.each(['before', 'after'])(
      'shows the segment again after a hook added %s the wrapper overwrites it',
      async (place) => {
        const name = shell === bash ? 'PS1' : 'PROMPT'
        const hook = `theirs() { ${name}='theirs~~> '; }`
        const add =
          shell === bash
            ? `PROMPT_COMMAND="${'${PROMPT_COMMAND:+$PROMPT_COMMAND;}'}theirs"`
            : 'precmd_functions+=(theirs)'
        const terminal = await open(shell, { [place]: [hook, add] })
        // The segment returns at the third prompt, after the wrapper has found that it was overwritten.
        await terminal.run('echo')
        for (let prompts = 0; prompts < 3; prompts += 1) {
          const prompt = await promptAfter(terminal, 'echo')
          expect(prompt.split('(dev 59m) theirs~~> ')).toHaveLength(2)
        }
        const { output } = await terminal.run('echo "$PROMPT_COMMAND $precmd_functions"')
        expect(output.split('__assume_prompt').length).toBeLessThan(4)
      },
    )

    test('does not change the prompt until there is a session', async () => {
      const terminal = await open(shell, { env: {} })
      await terminal.run('echo')
      expect((await terminal.run('echo "[$PS1]"')).output).toContain('\n[~~> ]\n')
    })

    test('passes the exit status to hooks that run after the wrapper', async () => {
      const hook = 'theirs() { seen=$?; }'
      const add = shell === bash ? `PROMPT_COMMAND+=$'\\ntheirs'` : 'precmd_functions+=(theirs)'
      const terminal = await open(shell, { after: [hook, add] })
      terminal.type("sh -c 'exit 7'\r")
      await terminal.waitFor('~~> ')
      expect((await terminal.run('echo "seen $seen"')).output).toContain('\nseen 7\n')
    })
  })
}

/** What each theme defines in a shell, which is how the wrapper detects the theme. */
const themes: readonly (readonly [Shell, string, readonly string[]])[] = [
  [bash, 'starship', ['starship_precmd() { PS1="theirs~~> "; }', 'PROMPT_COMMAND=starship_precmd']],
  [bash, 'oh-my-posh', ['_omp_hook() { PS1="theirs~~> "; }', 'PROMPT_COMMAND=_omp_hook']],
  [zsh, 'starship', ['prompt_starship_precmd() { :; }', 'PROMPT="theirs~~> "']],
  [zsh, 'oh-my-posh', ['_omp_precmd() { :; }', 'PROMPT="theirs~~> "']],
  [zsh, 'powerlevel10k', ['p10k() { :; }', 'PROMPT="theirs~~> "']],
  [fish, 'starship', ['function fish_prompt; echo -n "theirs~~> " # starship prompt', 'end']],
  [fish, 'oh-my-posh', ['function fish_prompt; echo -n "theirs~~> " # $_omp_executable', 'end']],
  [fish, 'tide', ['function fish_prompt; echo -n "theirs~~> " # _tide_1_line_prompt', 'end']],
]

for (const [shell, theme, lines] of themes) {
  describeIn(shell, () => {
    test.each([
      ['before', { before: lines }],
      ['after', { after: lines }],
    ] as const)(`shows no segment with ${theme}, loaded %s the wrapper`, async (_, rc) => {
      const terminal = await open(shell, rc)
      const prompts = [await promptAfter(terminal, 'echo'), await promptAfter(terminal, 'echo')]
      for (const prompt of prompts) {
        expect(prompt).toContain('theirs~~> ')
        expect(prompt).not.toContain('dev')
      }
    })
  })
}

describeIn(bash, () => {
  test('keeps $_', async () => {
    const terminal = await open(bash)
    terminal.type('true last\r')
    await terminal.waitFor('~~> ')
    expect((await terminal.run('echo "[$_]"')).output).toContain('\n[last]\n')
  })

  test('prints no error about a readonly PS1', async () => {
    const terminal = await open(bash, { after: ['readonly PS1'] })
    expect(await promptAfter(terminal, 'echo')).toMatch(/^~~> /)
  })

  test('shows no colours on a dumb terminal', async () => {
    const terminal = await open(bash, { env: session({ TERM: 'dumb' }) })
    expect((await terminal.run('echo')).prompt).toContain('(dev 59m) ~~> ')
  })
})

describeIn(zsh, () => {
  test('shows no segment if prompt_percent is off', async () => {
    const terminal = await open(zsh, { before: ['setopt no_prompt_percent'] })
    expect(await promptAfter(terminal, 'echo')).not.toContain('dev')
  })
})

describeIn(fish, () => {
  test('shows the right prompt of the user, defined before or after the wrapper loads', async () => {
    const own = 'function fish_right_prompt; echo -n theirs; end'
    for (const rc of [{ before: [own] }, { after: [own] }]) {
      const terminal = await open(fish, rc)
      expect(await promptAfter(terminal, 'echo')).toContain('theirs (dev 59m)')
    }
  })

  test('shows the segment only once if the wrapper is loaded again', async () => {
    const load = fish.load({ node: '/bin/sh', script: '/dev/null' })
    const terminal = await open(fish, { after: [load] })
    await terminal.run(load.replace(/;$/, ''))
    // fish draws the prompt again with each key.
    const { output } = await terminal.run('fish_right_prompt | grep -o dev')
    expect(output).toMatch(/\ndev\nmark/)
  })

  test('does not change universal variables when another access key ends the session', async () => {
    // Without its configuration fish has no universal variables.
    const configured = {
      ...fish,
      interactive: (rcFile: string) => ['-i', '-C', `source ${rcFile}`],
    }
    const terminal = await open(configured, { env: session({ AWSUME_PROFILE: 'dev' }) })
    await terminal.run('set -U AWS_ACCOUNT_ID universal; set -U AWSUME_PROFILE universal')
    await terminal.run(fish.export('AWS_ACCESS_KEY_ID', 'AKIAMINE'))
    const { output } = await terminal.run(show('AWS_ACCOUNT_ID', 'AWSUME_PROFILE'))
    expect(output).toContain('\nAWS_ACCOUNT_ID=[universal] AWSUME_PROFILE=[universal]\n')
  })
})
