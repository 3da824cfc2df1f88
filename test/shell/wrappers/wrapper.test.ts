import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { printedVariables } from '../../support/printed-variables.ts'
import {
  bash,
  describeIn,
  type Run,
  runScript,
  type Shell,
  shells,
  temporaryFolder,
  wrapperFolder,
  zsh,
} from '../../support/shells/shells.ts'
import { size, Terminal } from '../../support/terminal/pty.ts'

/**
 * Replaces the core and does what its first argument says. `take` is the code of a session as the core prints it,
 * for fish and for the other shells.
 */
const standIn = `
case $ASSUME_SHELL in
  fish) take="set -gx AWS_ACCESS_KEY_ID 'KEYID'; set -gx AWS_SECRET_ACCESS_KEY 'sesame'; true;" ;;
  *) take="\\\\builtin export AWS_ACCESS_KEY_ID='KEYID'; \\\\builtin export AWS_SECRET_ACCESS_KEY='sesame';" ;;
esac
case $1 in
  take) printf '%s\\n' "$take" >&3 ;;
  half) printf '%s\\n' "$take" >&3; exit 3 ;;
  code) printf '%s\\n' "$2" >&3 ;;
  say) echo "said $2"; echo "complained $2" >&2 ;;
  repeat) while read -r line; do echo "read $line"; done ;;
  terminal) for fd in 0 1 2; do if [ -t $fd ]; then echo "$fd is a terminal"; fi; done; stty -a | sed -n 1p ;;
  *) env -0 >"$HOME/environment"; printf '%s\\n' "$#" "$@" >"$HOME/arguments" ;;
esac
`

const openHome = () => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'core'), standIn)
  return home
}

const core = (home: string) => ({ node: '/bin/sh', script: join(home, 'core') })

const posixShells = [bash, zsh]

/** Runs lines in a shell that has loaded the wrapper. */
async function inWrapped(shell: Shell, lines: readonly string[], run: Partial<Run> = {}) {
  const home = run.home ?? openHome()
  return runScript(shell, [shell.load(core(home)), ...lines], { ...run, home })
}

/** The environment of the core. */
function environmentOfCore(home: string): Record<string, string> {
  return Object.fromEntries(printedVariables(readFileSync(join(home, 'environment'), 'utf8')))
}

const showKey = 'echo "[$AWS_ACCESS_KEY_ID]"'
const showStatus = (shell: Shell) => `echo "status ${shell.status}"`

test('each wrapper has a row among the shells under test', () => {
  const wrappers = readdirSync(wrapperFolder).filter((name) => name.startsWith('assume.'))
  expect(wrappers.map((name) => join(wrapperFolder, name)).sort()).toEqual(
    shells.map(({ wrapper }) => wrapper).sort(),
  )
})

for (const shell of shells) {
  describeIn(shell, () => {
    test('passes arguments to the core unchanged', async () => {
      const home = openHome()
      const run = await inWrapped(shell, [`assume Bob 'my role' '' '$(id) *' 123456`], { home })
      expect(run).toEqual({ stdout: '', stderr: '', exitCode: 0 })
      expect(readFileSync(join(home, 'arguments'), 'utf8')).toBe(
        '5\nBob\nmy role\n\n$(id) *\n123456\n',
      )
    })

    test('passes ASSUME_SHELL and ASSUME_EVAL_FD only to the core', async () => {
      const home = openHome()
      const run = await inWrapped(shell, ['assume', 'env'], { home })
      expect(environmentOfCore(home)).toMatchObject({
        ASSUME_EVAL_FD: '3',
        ASSUME_SHELL: shell.name,
      })
      expect(run.stdout).not.toContain('ASSUME')
      expect(run.stderr).toBe('')
    })

    test('passes the earlier values of the shell only to the core', async () => {
      const home = openHome()
      const lines = [
        shell.set('__assume_saved', '1'),
        shell.set('__assume_saved_AWS_PROFILE', "it's $HOME"),
        shell.set('__assume_saved_unexported_AWS_REGION', 'eu-west-1'),
        'assume',
        'env',
        'echo "[$__assume_saved_AWS_PROFILE]"',
      ]
      const run = await inWrapped(shell, lines, { home })
      expect(environmentOfCore(home)).toMatchObject({
        __assume_saved_AWS_PROFILE: "it's $HOME",
        __assume_saved_unexported_AWS_REGION: 'eu-west-1',
      })
      expect(run.stdout).not.toContain('__assume_saved')
      expect(run.stdout).toMatch(/\n\[it's \$HOME\]$/)
    })

    test('does not change the shell if the core prints code and then fails', async () => {
      const run = await inWrapped(shell, ['assume half', showStatus(shell), showKey])
      expect(run).toEqual({ stdout: 'status 3\n[]', stderr: '', exitCode: 0 })
    })

    test('fails if the code from the core fails', async () => {
      const run = await inWrapped(shell, ['assume code false', showStatus(shell)])
      expect(run).toEqual({ stdout: 'status 1', stderr: '', exitCode: 0 })
    })

    test('does not redirect stdout and stderr of the core', async () => {
      const run = await inWrapped(shell, ['assume say this | tr a-z A-Z'])
      expect(run).toEqual({ stdout: 'SAID THIS', stderr: 'complained this', exitCode: 0 })
    })

    test('passes stdin to the core', async () => {
      const run = await inWrapped(shell, ['assume repeat'], { input: 'one\ntwo\n' })
      expect(run).toEqual({ stdout: 'read one\nread two', stderr: '', exitCode: 0 })
    })

    test('runs the core at the terminal of the shell', async () => {
      const home = openHome()
      const terminal = await Terminal.open(shell, home, [shell.load(core(home))])
      const { output } = await terminal.run('assume terminal')
      expect(output).toContain('0 is a terminal\n1 is a terminal\n2 is a terminal\n')
      expect(output).toContain(`rows ${size.rows}; columns ${size.cols}`)
    })

    test('does not change file descriptors 3 and 4 of the caller', async () => {
      const home = openHome()
      const block = shell.name === 'fish' ? ['begin', 'end'] : ['{', '}']
      const lines = [
        `${block[0]} assume take; sh -c 'echo three >&3; echo four >&4'; ${block[1]} 3>3 4>4`,
        showKey,
      ]
      expect(await inWrapped(shell, lines, { home })).toEqual({
        stdout: '[KEYID]',
        stderr: '',
        exitCode: 0,
      })
      expect(readFileSync(join(home, '3'), 'utf8')).toBe('three\n')
      expect(readFileSync(join(home, '4'), 'utf8')).toBe('four\n')
    })

    test('a command substitution contains only the output of the command', async () => {
      const line = shell.name === 'fish' ? 'set x (assume say this)' : 'x=$(assume say this)'
      const run = await inWrapped(shell, [line, 'echo "[$x]"'])
      expect(run).toEqual({ stdout: '[said this]', stderr: 'complained this', exitCode: 0 })
    })

    test('runs assume demo directly, without ASSUME_EVAL_FD', async () => {
      const home = openHome()
      const run = await inWrapped(shell, ['assume demo now', showStatus(shell)], { home })
      expect(run).toEqual({ stdout: 'status 0', stderr: '', exitCode: 0 })
      expect(environmentOfCore(home)).not.toHaveProperty('ASSUME_EVAL_FD')
    })

    test('shows no secret access key in a trace', async () => {
      const trace = shell.name === 'fish' ? 'set fish_trace 1' : 'set -xv'
      const run = await inWrapped(shell, [
        shell.set('__assume_saved_AWS_SECRET_ACCESS_KEY', 'sesame'),
        trace,
        'assume take',
        shell.evaluate('assume half'),
        'echo still traced',
      ])
      expect(run.stdout).toBe('still traced')
      expect(run.stderr).toContain('assume take')
      expect(run.stderr).toContain('echo still traced')
      expect(run.stderr).not.toContain('sesame')
    })

    test('leaves no copy of the secret access key in a variable', async () => {
      const run = await inWrapped(shell, [
        'assume take',
        shell.unset('AWS_SECRET_ACCESS_KEY'),
        'set',
      ])
      expect(run.stdout).toContain('KEYID')
      expect(run.stdout).not.toContain('sesame')
    })

    test('shows how to install assume again if the core or Node.js is gone', async () => {
      const home = openHome()
      const lines = [
        shell.load({ node: '/no/such/node', script: join(home, 'core') }),
        'assume take',
        showStatus(shell),
        shell.load({ node: '/bin/sh', script: '/no/such/bin.js' }),
        'assume take',
        showStatus(shell),
        shell.evaluate('assume take'),
        showStatus(shell),
      ]
      const run = await runScript(shell, lines, { home })
      const failed = shell.name === 'fish' ? 1 : 127
      expect(run.stdout).toBe(`status 127\nstatus 127\nstatus ${failed}`)
      const again =
        '  hint: to install assume again: npm install -g assume-shell, or in a clone: sh install.sh --rc; then open a new shell'
      const gone = (path: string, what: string) =>
        `assume: ${path} is gone: ${what} was removed or moved\n${again}`
      const node = gone('/no/such/node', 'the Node.js that assume was installed with')
      const script = gone('/no/such/bin.js', 'assume')
      expect(run.stderr).toBe([node, script, script].join('\n'))
    })

    test('finds the core relative to its own path if no path is given', async () => {
      const home = openHome()
      for (const folder of ['shell', 'dist', 'bin']) mkdirSync(join(home, folder))
      const copy = join(home, 'shell', `assume.${shell.name}`)
      copyFileSync(shell.wrapper, copy)
      copyFileSync(join(home, 'core'), join(home, 'dist/bin.js'))
      writeFileSync(join(home, 'bin/node'), '#!/bin/sh\nexec sh "$@"\n')
      chmodSync(join(home, 'bin/node'), 0o755)
      for (const path of [copy, `./shell/assume.${shell.name}`]) {
        const run = await runScript(shell, [`. ${path}`, 'cd /', 'assume take', showKey], {
          home,
          env: { PATH: `${join(home, 'bin')}:${process.env.PATH}` },
        })
        expect(run).toEqual({ stdout: '[KEYID]', stderr: '', exitCode: 0 })
      }
    })
  })
}

for (const shell of posixShells) {
  describeIn(shell, () => {
    test('does not turn off aliases', async () => {
      const on = shell.name === 'bash' ? 'shopt -s expand_aliases' : 'setopt aliases'
      const lines = [on, `alias hello='echo hello from an alias'`]
      const run = await runScript(shell, [...lines, shell.load(core('/nowhere')), 'hello'], {
        home: temporaryFolder(),
      })
      expect(run).toEqual({ stdout: 'hello from an alias', stderr: '', exitCode: 0 })
    })

    test('a failure in eval stops a script under set -e', async () => {
      const run = await inWrapped(shell, ['set -e', 'eval "$(assume half)"', 'echo went on'])
      expect(run).toEqual({ stdout: '', stderr: '', exitCode: 3 })
    })

    test.each([
      '(assume take; echo "in [$AWS_ACCESS_KEY_ID]") | tee log',
      '{ assume take; echo "in [$AWS_ACCESS_KEY_ID]"; } | tee log | cat',
      'exec 5>&1; (exec 6>&1; (assume take; echo "in [$AWS_ACCESS_KEY_ID]")) | tee log',
      'x=$( (assume take; echo "in [$AWS_ACCESS_KEY_ID]") | tee log); echo "$x"',
      'x=$(eval "$(assume take)"; echo "in [$AWS_ACCESS_KEY_ID]"); echo "$x" | tee log',
    ])('prints no credentials into a pipe: %s', async (line) => {
      const home = openHome()
      expect(await inWrapped(shell, [line], { home })).toEqual({
        stdout: 'in [KEYID]',
        stderr: '',
        exitCode: 0,
      })
      expect(readFileSync(join(home, 'log'), 'utf8')).toBe('in [KEYID]\n')
    })

    test('prints no credentials if its own stdout is a file or a pipe', async () => {
      const home = openHome()
      const lines = ['x=$(assume take >log)', 'assume take | cat', 'echo "[$x]"']
      expect((await inWrapped(shell, lines, { home })).stdout).toBe('[]')
      expect(readFileSync(join(home, 'log'), 'utf8')).toBe('')
    })

    test.each([
      'eval "$(assume take)"',
      'eval "$( (assume take) )"',
      'eval "$(echo | assume take)"',
      '. <(assume take)',
      'for i in 1; do eval "$(assume take)"; done',
      'exec 5</dev/null 6</dev/null; eval "$(assume take)"',
    ])('prints the code if the shell reads it: %s', async (line) => {
      expect(await inWrapped(shell, [line, showKey])).toEqual({
        stdout: '[KEYID]',
        stderr: '',
        exitCode: 0,
      })
    })
  })
}

describeIn(bash, () => {
  test('prints the code to <(…) without BASH_SUBSHELL, as before bash 4.4', async () => {
    const run = await inWrapped(bash, ['unset BASH_SUBSHELL', '. <(assume take)', showKey])
    expect(run).toEqual({ stdout: '[KEYID]', stderr: '', exitCode: 0 })
  })

  test('prints no credentials if it cannot detect the reader, as without /proc', async () => {
    const run = await inWrapped(bash, [
      'unset BASHPID',
      'assume take | cat >log',
      'eval "$(assume take)"',
      'echo "status $? [${AWS_ACCESS_KEY_ID-}]"',
      'eval "$(assume half)"',
      'echo "status $?"',
      'cat log',
    ])
    expect(run.stdout).toMatch(/^status 2 \[\]\nstatus 3\n/)
    expect(run.stdout).not.toContain('sesame')
    expect(run.stderr).toBe(
      [
        'assume: bash cannot tell here whether eval or a pipe reads this, so no keys were printed',
        '  hint: call assume itself, without eval',
      ].join('\n'),
    )
  })

  test('detects eval even if the script name looks like a /proc line', async () => {
    const home = openHome()
    const name = join(home, 'a) S 1 (b')
    writeFileSync(
      name,
      `#!/bin/bash\n${bash.load(core(home))}\neval "$(assume take)"\n${showKey}\n`,
    )
    chmodSync(name, 0o755)
    const run = await runScript(bash, [`'${name}'`], { home })
    expect(run).toEqual({ stdout: '[KEYID]', stderr: '', exitCode: 0 })
  })
})

describeIn(zsh, () => {
  test('prints the code to =(…)', async () => {
    const run = await inWrapped(zsh, ['. =(assume take)', showKey])
    expect(run).toEqual({ stdout: '[KEYID]', stderr: '', exitCode: 0 })
  })
})
