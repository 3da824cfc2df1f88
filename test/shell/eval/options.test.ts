import { expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import {
  bash,
  type Invocation,
  raw,
  wrappedEvalWays,
  wrappedWays,
  zsh,
} from '../../support/shells/posix-shells.ts'
import { sharedSession } from '../../support/shells/shared-session.ts'
import { profileArn, ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

const builtins = ['export', 'unset', 'set', 'printf', 'print', 'eval', 'test', 'local', 'typeset']

const aliased = [...builtins, 'builtin', 'command'].map(
  (name) => `alias ${name}='echo alias ${name}'`,
)

const functions = builtins.map((name) => `function ${name} { echo "function ${name}"; }`)

/** Options and variables that a user or a sourced script can have set before. */
const everywhere: Readonly<Record<string, readonly string[]>> = {
  'set -eu': ['set -eu'],
  'set -a': ['set -a'],
  'noclobber, noglob': ['set -o noclobber', 'set -f'],
  'an odd IFS': ['IFS=/=_AWSaws0123456789'],
  'an empty IFS': ['IFS='],
  'no PATH': ['PATH=/no/such/folder'],
}

const inBash: Readonly<Record<string, readonly string[]>> = {
  ...everywhere,
  'posix mode': ['set -o posix'],
  'nocasematch, extglob': ['shopt -s nocasematch extglob'],
  'failglob, nullglob': ['shopt -s failglob nullglob'],
  'xpg_echo, lastpipe': ['shopt -s xpg_echo lastpipe'],
  localvar_inherit: ['shopt -s localvar_inherit'],
  'a trap for DEBUG': ["trap 'REPLY=$BASH_COMMAND' DEBUG"],
}

const inZsh: Readonly<Record<string, readonly string[]>> = {
  ...everywhere,
  'ksh_arrays, sh_word_split': ['setopt ksh_arrays sh_word_split'],
  'glob_subst, glob_assign': ['setopt glob_subst glob_assign no_nomatch'],
  'posix_builtins, posix_identifiers': ['setopt posix_builtins posix_identifiers'],
  'rc_quotes, csh_junkie_quotes': ['setopt rc_quotes csh_junkie_quotes'],
  'err_return, err_exit': ['setopt err_return err_exit'],
  'warn_create_global, warn_nested_var': ['setopt warn_create_global warn_nested_var'],
  'extended_glob, ksh_glob, sh_glob': ['setopt extended_glob ksh_glob sh_glob'],
  'magic_equal_subst, no_equals': ['setopt magic_equal_subst no_equals'],
  'emulate sh': ['emulate sh'],
  'emulate ksh': ['emulate ksh'],
}

const bob = sharedSession()

/** Assumes two roles and unsets them. Splitting or globbing would change the restored AWS_PROFILE. */
async function expectAsEver({ shell, load, assume }: Invocation, set: readonly string[]) {
  const odd = ' *  a=b\\n ~ $HOME'
  const lines = [
    ...load,
    ...set,
    assume('ireland'),
    assume('plain'),
    'command -p env HOME="$HOME" "$HOME/bin/assume" status --verify',
    assume('unset'),
    'command -p env',
  ]
  const env = { AWS_PROFILE: odd, AWS_REGION: 'us-east-1' }
  const run = await bob().run(shell, lines, { env })
  expect(run).toMatchObject({ stderr: '', exitCode: 0 })
  expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}\n`)
  expect(run.stdout).toContain(`\nAWS_PROFILE=${odd}\n`)
  expect(run.stdout).toContain('\nAWS_REGION=us-east-1\n')
  expect(run.stdout).not.toMatch(/alias |function |__assume|ASSUME_/)
}

/** Without a wrapper, the shell itself runs `eval` and finds assume on `PATH`. */
const rawToo = (name: string) => name !== 'no PATH'

for (const [shell, cases] of [
  [bash, inBash],
  [zsh, inZsh],
] as const) {
  const ways = [raw(shell), ...wrappedWays, ...wrappedEvalWays].filter((way) => way.shell === shell)
  for (const way of ways) {
    const names = Object.keys(cases).filter((name) => way.load.length > 0 || rawToo(name))
    const tests = () => {
      test.each(names)('assume works under %s', (name) => expectAsEver(way, cases[name] ?? []))
    }
    describeIn(shell, tests, way.name)
  }

  const wrapped = ways.find(({ name }) => name.endsWith('wrapped'))
  const tests = () => {
    test('assume works despite aliases with the names of builtins', async () => {
      if (!wrapped) throw new Error(`there is no wrapper for ${shell.name}`)
      const on = shell === bash ? 'shopt -s expand_aliases' : 'setopt aliases'
      const bob = new ShellSession(aws)
      bob.write('aliases', aliased)
      const lines = [on, '. ./aliases', ...wrapped.load, 'assume ireland', 'assume plain']
      bob.write('script', [...lines, 'assume status --verify', 'assume unset', 'env'])
      const run = await bob.run(shell, ['. ./script'])
      expect(run.stdout).toContain(`\nSTS confirms: ${profileArn}\n`)
      expect(run.stdout).not.toMatch(/alias |__assume|ASSUME_/)
      expect(run.stderr).toBe('')
    })

    test('assume works despite functions with the names of builtins', async () => {
      if (!wrapped) throw new Error(`there is no wrapper for ${shell.name}`)
      await expectAsEver(wrapped, functions)
    })
  }
  describeIn(shell, tests, `${shell.name}, wrapped`)
}
