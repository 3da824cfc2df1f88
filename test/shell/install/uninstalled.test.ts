import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readonlyComplaint, unsavedNote } from '../../../src/formats/said-by-the-shell.ts'
import { credentialVariables, ownVariables } from '../../../src/formats/variables.ts'
import { aws } from '../../support/aws/aws.ts'
import { Machine } from '../../support/shells/machine.ts'
import {
  core,
  fish,
  type Invocation,
  wrappedEvalWays,
  wrappedWays,
} from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { changes, snapshot, variablesOfTheShell } from '../../support/shells/snapshot.ts'
import { Terminal } from '../../support/terminal/pty.ts'

const wrapperOf = ({ shell }: Invocation) => shellNamed(shell.name)

const openBob = sharedSession()

/** A shell session of Bob, whose wrapper uses a node of its own that a test can remove. */
function bobWithNode(way: Invocation) {
  const bob = openBob()
  rmSync(bob.path('node'), { force: true })
  symlinkSync(core.node, bob.path('node'))
  return { bob, load: wrapperOf(way).load({ node: bob.path('node'), script: core.script }) }
}

const uninstall = 'rm "$HOME/node"'

/** The states in which code from `$(…)` differs from a call in the shell itself. */
const inEval =
  /^(with settings|with keys of|with a session of another|without a session|under set -eu|with a readonly)/

for (const way of [...wrappedWays, ...wrappedEvalWays]) {
  const { shell } = way

  /** What the shell does before `assume unset`, with a name for each. */
  const states: readonly (readonly [string, readonly string[]])[] = [
    ['with a session', [way.assume('plain')]],
    ['with settings', [way.assume('settled')]],
    [
      'with variables of before, exported, not exported and empty',
      [
        ...variablesOfTheShell(shell),
        shell.export('AWS_REGION', 'us-east-1'),
        way.assume('settled'),
      ],
    ],
    [
      'with the second session',
      [shell.export('AWS_REGION', 'us-east-1'), way.assume('settled'), way.assume('plain')],
    ],
    [
      'with keys of a user over it',
      [way.assume('settled'), shell.export('AWS_ACCESS_KEY_ID', 'AKIAMYOWN')],
    ],
    [
      'with a session of another tool over it, and its end',
      [
        way.assume('settled'),
        shell.export('AWS_ACCESS_KEY_ID', 'ASIAFOREIGNFOREIGNXX'),
        shell.export('AWS_SECRET_ACCESS_KEY', 'foreign'),
        shell.export('AWS_SESSION_TOKEN', 'foreign'),
        shell.export('AWS_CREDENTIAL_EXPIRATION', '2030-02-28T08:09:10Z'),
      ],
    ],
    [
      'with a session of another tool over it, and no end',
      [way.assume('settled'), shell.export('AWS_ACCESS_KEY_ID', 'ASIAFOREIGNFOREIGNXX')],
    ],
    [
      'with a session of another tool over it, and an end that is no date',
      [
        way.assume('settled'),
        shell.export('AWS_ACCESS_KEY_ID', 'ASIAFOREIGNFOREIGNXX'),
        shell.export('AWS_CREDENTIAL_EXPIRATION', 'soon'),
      ],
    ],
    ['without its key id', [way.assume('settled'), shell.unset('AWS_ACCESS_KEY_ID')]],
    [
      'with a setting that nobody brought',
      [way.assume('ireland'), shell.export('ASSUME_SETTINGS', 'PATH AWS_REGION')],
    ],
    ['without what was before', [way.assume('ireland'), shell.unset('__assume_saved')]],
    ['without a session', []],
    ...(shell.name === 'fish'
      ? []
      : ([
          ['under set -eu', ['set -eu', way.assume('settled')]],
          ['under set -a', ['set -a', 'AWS_PROFILE=x', way.assume('settled')]],
          ['with an odd IFS', ["IFS='A=_'", way.assume('settled')]],
          ['with a readonly variable', [way.assume('plain'), 'readonly AWS_ACCOUNT_ID']],
          [
            'with functions of these names',
            [way.assume('settled'), 'export() { :; }; unset() { :; }; printf() { :; }'],
          ],
        ] as const)),
    ...(shell.name === 'zsh'
      ? ([
          ['with options', ['setopt ksh_arrays sh_word_split glob_subst', way.assume('settled')]],
        ] as const)
      : []),
  ]

  describeIn(
    shell,
    () => {
      const tried = wrappedWays.includes(way)
        ? states
        : states.filter(([name]) => inEval.test(name))

      test.each(tried)(
        'assume unset has the same result as with the core: %s',
        async (_, before) => {
          const { bob, load } = bobWithNode(way)
          const unset = way.assume('unset')
          // Some states make unset fail. The test also compares the messages.
          const guarded = shell === fish ? unset : `${unset} || echo "failed $?"`
          const lines = [load, ...before, 'sh "$HOME/between"', guarded, snapshot(shell, 'now')]
          const runs = []
          // The second run uses the sessions that the first run cached, so both have the same credentials.
          for (const name of ['with', 'without']) {
            writeFileSync(bob.path('between'), name === 'without' ? uninstall : '')
            const { stdout, stderr, exitCode } = await bob.run(shell, lines)
            runs.push({
              stdout,
              stderr: stderr.replaceAll(/^\S*(bash|eval\W|zsh|__assume\w+):.*: /gm, ''),
              exitCode,
            })
            for (const kind of ['env', 'set', 'options', 'traps', 'functions']) {
              if (existsSync(bob.path(`now.${kind}`))) {
                renameSync(bob.path(`now.${kind}`), bob.path(`${name}.${kind}`))
              }
            }
          }
          expect(existsSync(bob.path('node'))).toBe(false)
          expect(runs[1]).toEqual(runs[0])
          const differing = changes(bob.home.path, shell, 'with', 'without')
          expect(
            differing.filter((line) => !/^set: . (BASHPID|fish_pid|'\$')[= ]/.test(line)),
          ).toEqual([])
        },
      )
    },
    `${way.name}, the core is gone`,
  )
}

for (const way of wrappedWays) {
  const { shell } = way
  describeIn(
    shell,
    () => {
      test('assume unset still removes the session of the shell, and other calls fail', async () => {
        const machine = Machine.withProgram()
        const bob = new ShellSession(aws)
        await machine.install('--rc')
        const { stdout: load } = await machine.run(machine.launcher, ['init', shell.name])
        const inClone = (words: string) =>
          `sh ${shell.name === 'fish' ? '$CLONE' : '"$CLONE"'}/install.sh ${words}`
        const lines = [
          load,
          shell.export('AWS_PROFILE', 'mine'),
          'assume plain',
          `echo "$ASSUME_ROLE"`,
          inClone(`--uninstall --prefix ${shell.name === 'fish' ? '$PREFIX' : '"$PREFIX"'}`),
          'assume ireland',
          `echo "status ${shell.status}"`,
          'assume unset',
          `echo "status ${shell.status} [$AWS_ACCESS_KEY_ID$AWS_SESSION_TOKEN$ASSUME_ROLE$AWSUME_PROFILE] $AWS_PROFILE"`,
        ]
        const env = { CLONE: machine.clone, PREFIX: machine.inHome('.local') }
        const { stdout, stderr } = await bob.run(shell, lines, { env })
        expect(existsSync(machine.share)).toBe(false)
        const said = stdout.split('\n')
        expect(said.slice(-2)).toEqual(['status 127', 'status 0 [] mine'])
        expect(said[0]).toBe('plain')
        expect(stdout).toContain('the keys of their sessions')
        expect(stdout).toContain('\nTo drop the keys, run this in each of them: assume unset\n')
        expect(stderr.split('\n')).toEqual([
          `assume: ${machine.share}/dist/bin.js is gone: assume was removed or moved`,
          expect.stringContaining('  hint: to install assume again: npm install -g assume-shell'),
          '  hint: to drop the keys that this shell still holds: assume unset',
        ])
      })

      test('assume unset at a prompt removes the session and the prompt segment', async () => {
        const { bob, load } = bobWithNode(way)
        const terminal = await Terminal.open(wrapperOf(way), bob.home.path, [load], bob.env)
        expect((await terminal.run('assume plain')).prompt).toContain('(plain ')
        await terminal.run(uninstall)
        const { output, prompt } = await terminal.run('assume unset')
        expect(output).not.toContain('assume:')
        expect(prompt).not.toContain('(plain ')
        expect((await terminal.run('echo "[$AWS_ACCESS_KEY_ID]"')).output).toContain('[]')
        expect((await terminal.run('assume unset --quiet')).output).not.toContain('assume:')
      })

      test('assume unset in the wrapper has the variables and messages of the core', () => {
        const wrapper = readFileSync(wrapperOf(way).wrapper, 'utf8')
        const [, code = ''] =
          /function __assume_unset_alone\b(.*?)\n(?:\}|end)\n/s.exec(wrapper) ?? []
        const names = code.match(/\b(AWS|AWSUME|ASSUME)_[A-Z_]+\b/g) ?? []
        expect(new Set(names)).toEqual(new Set([...credentialVariables, ...ownVariables]))
        expect(code).toContain(`'${unsavedNote}'`)
        // fish has no readonly variables.
        for (const line of shell === fish ? [] : readonlyComplaint)
          expect(code).toContain(`'${line}'`)
      })
    },
    `${shell.name}: after an uninstallation`,
  )
}
