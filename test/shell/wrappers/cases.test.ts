import { chmodSync } from 'node:fs'
import { describe, test } from 'vitest'
import { demoRole } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import { type Case, happens, type Step } from '../../support/shells/cases.ts'
import { core } from '../../support/shells/posix-shells.ts'
import {
  demoArn,
  demoWords,
  oneCode,
  profileArn,
  type ShellSession,
} from '../../support/shells/shell-session.ts'
import {
  bash,
  describeIn,
  fish,
  fish4,
  isInstalled,
  type Shell,
  shells,
  zsh,
} from '../../support/shells/shells.ts'

/*
 * Command lines of a user at the prompt of a real terminal. Each row is a case, and each column a shell: bash 5,
 * zsh and fish, and fish 4 if it is installed as `fish4`.
 *
 * bash 3.2 of macOS is not a column, because neither Debian nor npm has it. bash-3.2.test.ts searches for
 * constructs that bash 3.2 lacks.
 */

const posixLike = [bash, zsh]
const fishes = [fish, fish4]

const role = "env | sed -n 's/^ASSUME_ROLE=/role /p'"
const region = "env | sed -n 's/^AWS_REGION=/region /p'"

/** Asks STS whose credentials programs use. */
const verify = 'assume status --verify | tail -n 1'
const is = (arn: string) => `STS confirms: ${arn}`

const question = 'MFA code for arn:aws:iam::123456789012:mfa/Bob: '

const notInFiles = `assume: there is no profile or command "plian"
  hint: did you mean "plain"?`

/** A program that prints the signals and lines that it receives. */
const asking = [
  "process.on('SIGINT', () => { console.log('interrupted'); process.exit(0) })",
  "process.on('SIGCONT', () => console.log('continued'))",
  "require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => console.log('heard', line))",
  "if ([0, 1, 2].every((fd) => require('node:tty').isatty(fd))) console.log('ready')",
]

/** Writes a program of this name into Bob's bin folder, which comes first on PATH. */
const program = (name: string, lines: readonly string[]) => (bob: ShellSession) => {
  bob.write(`bin/${name}`, lines)
  chmodSync(bob.path(`bin/${name}`), 0o755)
}

/** Assumes two roles, fails once and unsets the session. */
const asEver: readonly Step[] = [
  ['assume ireland', '', '(ireland 59m)'],
  [region, 'region eu-west-1'],
  ['assume plain', '', '(plain 59m)'],
  [verify, is(profileArn)],
  ['assume plian || echo failed', `${notInFiles}\nfailed`, '(plain 59m)'],
  ['assume unset', '', ''],
  [`${role}; ${region}`, 'region us-east-1'],
]

/** The line that starts the same shell again with the same rc file. */
function anew(shell: Shell): string {
  const words = shell.interactive(`$HOME/${shell.rcName}`).map((word) => `"${word}"`)
  return [shell.program, ...words].join(' ')
}

const aParentTookIt = /^assume: a parent of this shell took the session/

/** Hooks of different kinds: a string, an array, a name in a list and an event. */
const hooks = {
  bash: { above: ['PROMPT_COMMAND="above=above;"'], below: ['PROMPT_COMMAND+=("below=below")'] },
  zsh: {
    above: ['autoload -Uz add-zsh-hook; theirs() { above=above; }; add-zsh-hook precmd theirs'],
    below: ['precmd() { below=below; }'],
  },
  fish: {
    above: ['function theirs --on-event fish_prompt; set -g above above; end'],
    below: ['function later --on-event fish_prompt; set -g below below; end'],
  },
}

const cases: Readonly<Record<string, Case>> = {
  assume: {
    steps: () => [
      ['assume plain', ''],
      [verify, is(profileArn)],
    ],
  },
  'assume, the words of the old script': {
    steps: () => [
      [`assume ${demoWords}`, oneCode],
      [verify, is(demoArn)],
    ],
  },
  'the prompt before a session, with one, expired, and afterwards': {
    steps: ({ export: exporting }) => [
      ['true', '', ''],
      ['assume plain', '', '(plain 59m)'],
      ['assume ireland', '', '(ireland 59m)'],
      [exporting('ASSUME_EXPIRES', '1000000000'), '', '(ireland expired)'],
      ['true', '', '(ireland expired)'],
      ['assume unset', '', ''],
    ],
  },
  'a pipe and a file get what a command says': {
    steps: () => [
      ['assume list | cat', /^PROFILE .*\n(.*\n)*plain /],
      ['assume list >list; grep -c ^plain list', '1'],
      ['assume plain >said; cat said', '', '(plain 59m)'],
    ],
  },
  'a failure says why, has a status, and changes nothing': {
    steps: ({ status }) => [
      ['assume ireland', '', '(ireland 59m)'],
      [`assume plian; echo "<${status}>"`, `${notInFiles}\n<2>`, '(ireland 59m)'],
      [`assume --nope plain; echo "<${status}>"`, /nope(.|\n)*<2>$/],
      ['assume plain && echo "took it"', 'took it', '(plain 59m)'],
    ],
  },
  'Ctrl-C at the code leaves everything as it was': {
    steps: ({ status }) => [
      ['stty -a >before', '', ''],
      {
        typed: `assume Bob ${demoRole.name}; echo "<${status}>"`,
        keys: [[question, '12\x03']],
        shown: /hint: a second try, with an MFA code: cancelled, nothing was changed\n<130>\n/,
      },
      ['stty -a | cmp - before', '', ''],
      [role, ''],
    ],
  },
  'Ctrl-Z stops a program that exec started, fg goes on, and Ctrl-C is for it': {
    prepare: program('asking', [`#!${process.execPath}`, ...asking]),
    steps: () => [
      { typed: 'assume exec plain -- asking', keys: [['ready', '\x1a']] },
      ['jobs', /stopped|suspended/i, ''],
      {
        typed: 'fg',
        keys: [
          ['continued', 'hello\r'],
          ['heard hello', '\x03'],
        ],
        shown: /interrupted/,
      },
      [`jobs; ${role}`, /^(jobs: There are no jobs)?$/, ''],
    ],
  },
  'unset puts back what the shell had': {
    steps: ({ export: exporting, set }) => [
      [exporting('AWS_PROFILE', "it's mine")],
      [set('AWS_DEFAULT_REGION', 'not exported')],
      ['assume ireland'],
      ['assume plain'],
      ['env | grep -c AWS_PROFILE', '0'],
      ['assume unset', '', ''],
      ['env | grep ^AWS_PROFILE; echo $AWS_DEFAULT_REGION', "AWS_PROFILE=it's mine\nnot exported"],
      ['env | grep -c AWS_DEFAULT_REGION', '0'],
      ['assume unset', /has no session/],
    ],
  },
  'eval "$(assume …)" takes a role, and fails when that does': {
    steps: ({ evaluate, status, name }) => [
      [`${evaluate('assume plain')}; echo "<${status}>"`, '<0>', '(plain 59m)'],
      [
        `${evaluate('assume plian')}; echo "<${status}>"`,
        `${notInFiles}\n<${name === 'fish' ? 1 : 2}>`,
        '(plain 59m)',
      ],
      [
        `${evaluate('assume --nope')} || echo "<${status}>"`,
        RegExp(`<${name === 'fish' ? 1 : 2}>$`),
      ],
      [verify, is(profileArn)],
    ],
  },
  'eval "$(assume …)" asks for a code': {
    steps: ({ evaluate }) => [
      {
        typed: evaluate(`assume Bob ${demoRole.name}`),
        keys: [[question, '123456\r']],
        shown: /need no more codes for 4 h/,
      },
      [verify, is(demoArn)],
    ],
  },
  'a subshell has a session of its own': {
    in: posixLike,
    steps: () => [
      ['assume ireland'],
      [`(assume plain; ${role})`, 'role plain', '(ireland 59m)'],
      [`(assume unset; ${role}; ${region})`, 'region us-east-1', '(ireland 59m)'],
      [`(assume plain; ${role}) | cat`, 'role plain', '(ireland 59m)'],
      [region, 'region eu-west-1'],
    ],
  },
  'a child shell has it too, and one of its own': {
    steps: (shell) => [
      ['assume ireland'],
      { typed: anew(shell), keys: [] },
      ['true', '', '(ireland 59m)'],
      ['assume plain', '', '(plain 59m)'],
      ['assume unset', aParentTookIt, ''],
      { typed: 'exit', keys: [] },
      [region, 'region eu-west-1', '(ireland 59m)'],
      ['assume unset', '', ''],
    ],
  },
  'exec of the shell itself keeps it': {
    steps: (shell) => [
      ['assume ireland', '', '(ireland 59m)'],
      { typed: `exec ${anew(shell)}`, keys: [] },
      [region, 'region eu-west-1', '(ireland 59m)'],
      ['assume unset', aParentTookIt, ''],
    ],
  },
  'loaded twice, and again at the prompt': {
    below: (shell) => [shell.load(core)],
    steps: (shell) => [...asEver, [shell.load(core).replace(/;$/, '')], ...asEver],
  },
  'hooks of others run above and below ours': {
    above: ({ name }) => hooks[name].above,
    below: ({ name }) => hooks[name].below,
    steps: () => [...asEver, ['echo "$above, $below"', 'above, below']],
  },
  'a HOME with spaces and quotes': {
    home: `o'neill "sean" $(x) \\ `,
    steps: () => asEver,
  },
  'a PATH where another assume comes first': {
    prepare: program('assume', ['#!/bin/sh', 'echo granted']),
    steps: () => asEver,
  },
  "granted's alias above our line: we are loaded last, and it is ours": {
    above: () => ['alias assume="source ~/granted"'],
    steps: () => asEver,
  },
  "granted's alias below our line: granted is loaded last, and it is theirs": {
    prepare: (bob) => bob.write('granted', ['echo granted']),
    below: () => ['alias assume="source ~/granted"'],
    steps: () => [['assume plain', 'granted', '']],
  },
}

/** Names of commands that functions or aliases of other tools can have. fish reserves most of them. */
const stolen = ['export', 'unset', 'eval', 'command', 'printf', 'test', 'assume']
const stolenInFish = ['export', 'unset', 'printf', 'assume']

type Left = readonly [inShells: readonly Shell[], ...lines: string[]]

/** Lines above the line of the wrapper, after which assume must work as usual. */
const leftBy: Readonly<Record<string, Left>> = {
  'set -euo pipefail': [posixLike, 'set -euo pipefail'],
  'set -a': [posixLike, 'set -a'],
  'set -f': [posixLike, 'set -f'],
  noclobber: [posixLike, 'set -o noclobber'],
  nounset: [posixLike, 'set -o nounset'],
  'an odd IFS': [posixLike, 'IFS=/0123456789hBasume_'],
  'an empty IFS': [posixLike, 'IFS='],
  'an empty IFS, with which fish takes no lines apart': [fishes, "set -g IFS ''"],
  'functions named as commands': [
    posixLike,
    ...stolen.map((name) => `function ${name} { echo "function ${name}"; }`),
  ],
  'functions named as commands, in fish': [
    fishes,
    ...stolenInFish.map((name) => `function ${name}; builtin echo function ${name}; end`),
  ],
  'aliases named as commands': [
    posixLike,
    ...[...stolen, 'local', 'print'].map((name) => `alias ${name}='echo alias ${name}'`),
  ],
  'posix mode': [[bash], 'set -o posix'],
  nocasematch: [[bash], 'shopt -s nocasematch'],
  failglob: [[bash], 'shopt -s failglob'],
  extdebug: [[bash], 'shopt -s extdebug'],
  'as far as it can be like bash 3.2': [[bash], 'BASH_COMPAT=3.2'],
  'emulate sh': [[zsh], 'emulate sh', 'setopt prompt_percent'],
  'emulate ksh': [[zsh], 'emulate ksh', 'setopt prompt_percent'],
  'ksh_arrays, sh_word_split, glob_subst': [[zsh], 'setopt ksh_arrays sh_word_split glob_subst'],
  'rc_quotes, csh_junkie_quotes': [[zsh], 'setopt rc_quotes csh_junkie_quotes'],
  'posix_builtins, posix_identifiers': [[zsh], 'setopt posix_builtins posix_identifiers'],
  'warn_create_global, err_return': [[zsh], 'setopt warn_create_global err_return'],
}

function column(shell: Shell): void {
  for (const [name, row] of Object.entries(cases)) {
    if (!row.in || row.in.includes(shell)) test(name, () => happens(row, shell, aws))
  }
  for (const [name, [inShells, ...lines]] of Object.entries(leftBy)) {
    const row = { above: () => lines, steps: () => asEver }
    if (inShells.includes(shell)) test(`works as usual: ${name}`, () => happens(row, shell, aws))
  }
}

for (const shell of shells) describeIn(shell, () => column(shell))

const hasFish4 = isInstalled(fish4.program)

describe.skipIf(!hasFish4)(hasFish4 ? 'fish 4' : 'fish 4 (skipped: there is no fish4)', () => {
  column(fish4)
})
