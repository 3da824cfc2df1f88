import {
  chownSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import { fastPathFormat, planVariables } from '../../../src/formats/fast-path-format.ts'
import { aws } from '../../support/aws/aws.ts'
import { FastPathSession } from '../../support/shells/fast-path-session.ts'
import { fish, type Invocation, wrappedWays } from '../../support/shells/posix-shells.ts'
import { describeIn } from '../../support/shells/shells.ts'

const thisFormat = `format=${fastPathFormat}`

/** Changes the text of a fast-path file. */
function rewrite(bob: FastPathSession, change: (text: string) => string, name = 'words=plain') {
  const path = join(bob.fastPathFolder, name)
  writeFileSync(path, change(readFileSync(path, 'latin1')), { encoding: 'latin1', mode: 0o600 })
}

/** Changes the text of a fast-path file and writes the correct length into its last line, as the core does. */
const rewriteWhole = (bob: FastPathSession, change: (text: string) => string) =>
  rewrite(bob, (text) => {
    const body = change(text.replace(/end=\d+\n$/, ''))
    return `${body}end=${body.length}\n`
  })

/** A change after which the wrapper must start the core: lines in the shell, or changes of files. */
type Cold = readonly [name: string, change: Change, words?: string]

interface Change {
  readonly lines?: readonly string[]
  /** Reverts the lines, so that the same shell can run the next row. */
  readonly undo?: readonly string[]
  readonly files?: (bob: FastPathSession) => void
}

const older = (bob: FastPathSession, name: string) => {
  const [now, hourAgo] = [new Date(), new Date(Date.now() - 3_600_000)]
  cpSync(bob.path(name), bob.path('bin/older'))
  utimesSync(bob.path('bin/older'), hourAgo, hourAgo)
  renameSync(bob.path('bin/older'), bob.path(name))
  return now
}

const ofOthers: readonly Cold[] = [
  [
    'another owner',
    { files: (bob) => chownSync(join(bob.fastPathFolder, 'words=plain'), 12_345, 12_345) },
  ],
  [
    'another owner of its folder',
    { files: (bob) => chownSync(bob.fastPathFolder, 12_345, 12_345) },
  ],
]

function ofShell(name: string): readonly Cold[] {
  if (name === 'fish') {
    return [
      ['in a command substitution', {}, 'plain)'],
      ['a local variable that is exported', { lines: ['set -lx AWS_PROFILE x'] }],
    ]
  }
  const posix: readonly Cold[] = [
    ['in a subshell', {}, 'plain)'],
    ['a readonly variable', { lines: ['readonly AWS_PROFILE=x'] }],
    ['a readonly one of ours', { lines: ['readonly ASSUME_ROLE=x'] }],
    ['an array', { lines: ['AWS_PROFILE=(x y)'] }],
    ['an integer', { lines: ['typeset -i AWS_ACCOUNT_ID=1'] }],
  ]
  if (name === 'zsh') return posix
  return [
    ...posix,
    ['a readonly variable without a value', { lines: ['readonly AWS_PROFILE'] }],
    ['nocasematch', { lines: ['shopt -s nocasematch'] }],
  ]
}

const coldTable = (way: Invocation): readonly Cold[] => {
  const { shell } = way
  const touch = (name: string) => (bob: FastPathSession) => {
    const now = new Date()
    utimesSync(bob.path(name), now, now)
  }
  const exporting = (name: string, value: string): Change => ({
    lines: [shell.export(name, value)],
    // The shell sets these itself, so they cannot be reverted with unset.
    ...(!/^(HOME|USER|LOGNAME)$/.test(name) && { undo: [shell.unset(name)] }),
  })
  const file = (change: (path: string, bob: FastPathSession) => void) => ({
    files: (bob: FastPathSession) => change(join(bob.fastPathFolder, 'words=plain'), bob),
  })
  return [
    ['an edited config', { files: touch('.aws/config') }],
    [
      'an edited config, with an empty IFS',
      { files: touch('.aws/config'), lines: [shell.set('IFS', '')] },
    ],
    ['edited credentials', { files: touch('.aws/credentials') }],
    ['edited settings', { files: touch('.config/assume/config') }],
    ['an older config in its place', { files: (bob) => older(bob, '.aws/config') }],
    ['older credentials in their place', { files: (bob) => older(bob, '.aws/credentials') }],
    ['older settings in their place', { files: (bob) => older(bob, '.config/assume/config') }],
    [
      'an older folder in its place',
      {
        files(bob) {
          renameSync(bob.path('.aws'), bob.path('.aws.was'))
          cpSync(bob.path('.aws.was'), bob.path('.aws'), {
            recursive: true,
            preserveTimestamps: true,
          })
          older(bob, '.aws/config')
        },
      },
    ],
    [
      'a config that is gone',
      { files: (bob) => renameSync(bob.path('.aws/config'), bob.path('.aws/was')) },
    ],
    [
      'a link to another file in the place of the config',
      {
        files(bob) {
          renameSync(bob.path('.aws/config'), bob.path('.aws/was'))
          symlinkSync('credentials', bob.path('.aws/config'))
        },
      },
    ],
    [
      'less than five minutes left',
      {
        files: (bob) =>
          rewriteWhole(bob, (text) =>
            text.replace(/until=\d+/, `until=${Math.floor(Date.now() / 1000) - 1}`),
          ),
      },
    ],
    [
      'a session that is not cached any more',
      { files: (bob) => rmSync(bob.path('.cache/assume/sessions'), { recursive: true }) },
    ],
    [
      'a newer format',
      {
        files: (bob) =>
          rewriteWhole(bob, (text) => text.replace(thisFormat, `format=${fastPathFormat + 1}`)),
      },
    ],
    [
      'an older format',
      { files: (bob) => rewriteWhole(bob, (text) => text.replace(thisFormat, 'format=2')) },
    ],
    [
      'the form of before there were formats',
      { files: (bob) => rewriteWhole(bob, (text) => text.replace(thisFormat, 'assume=0.1.0')) },
    ],
    [
      'functions that know another format, as before an upgrade',
      {
        files: (bob) =>
          cpSync(bob.fastPathFolder, bob.path('.cache/assume/fast-path-1'), { recursive: true }),
        lines: [shell.set('__assume_fast_path_format', '1')],
      },
    ],
    [
      'functions of before there were formats',
      { lines: [shell.unset('__assume_fast_path_format')] },
    ],
    [
      'other words',
      { files: (bob) => rewriteWhole(bob, (text) => text.replace('words=plain', 'words=Plain')) },
    ],
    [
      'a corrupt line',
      { files: (bob) => rewriteWhole(bob, (text) => text.replace('was_', 'wax_')) },
    ],
    [
      'an order of its own',
      {
        files: (bob) =>
          rewriteWhole(bob, (text) => text.replace(/(was_USER.*\n)(was_LOGNAME.*\n)/, '$2$1')),
      },
    ],
    [
      'a variable of its own',
      { files: (bob) => rewriteWhole(bob, (text) => `${text}set_LD_PRELOAD=/tmp/x\n`) },
    ],
    [
      'a variable that is only ever unset',
      {
        files: (bob) =>
          rewriteWhole(bob, (text) => text.replace('set_AWS_PROFILE\n', 'set_AWS_PROFILE=x\n')),
      },
    ],
    ['an extra line', { files: (bob) => rewrite(bob, (text) => `${text}x\n`) }],
    ['an extra line in it', { files: (bob) => rewriteWhole(bob, (text) => `${text}x\n`) }],
    ['half of it', { files: (bob) => rewrite(bob, (text) => text.slice(0, text.length / 2)) }],
    ['nothing in it', { files: (bob) => rewrite(bob, () => '') }],
    [
      'a control character in a key',
      {
        files: (bob) =>
          rewriteWhole(bob, (text) =>
            text.replace(
              /(set_AWS_SECRET_ACCESS_KEY=).*/,
              "$1';touch canary;'\u0007$(touch canary)",
            ),
          ),
      },
    ],
    [
      'code in a time',
      {
        files: (bob) =>
          rewriteWhole(bob, (text) => text.replace(/until=.*/, 'until=a[$(touch canary)]')),
      },
    ],
    [
      'an expiry that is code',
      {
        files: (bob) =>
          rewriteWhole(bob, (text) =>
            text.replace(/ASSUME_EXPIRES=.*/, 'ASSUME_EXPIRES=a[$(touch canary)]'),
          ),
      },
    ],
    ['a NUL', { files: (bob) => rewriteWhole(bob, (text) => text.replace('words=', 'words=\0')) }],
    [
      'a NUL at the end of a line',
      {
        files: (bob) => rewriteWhole(bob, (text) => text.replace(/(set_ASSUME_ROLE=.*)/, '$1\0x')),
      },
    ],
    [
      'an escape character',
      { files: (bob) => rewriteWhole(bob, (text) => text.replace('ROLE=', 'ROLE=\x1b[31m')) },
    ],
    [
      'no ASCII',
      { files: (bob) => rewriteWhole(bob, (text) => text.replace('ROLE=', 'ROLE=\xe9')) },
    ],
    [
      'a huge file',
      { files: (bob) => rewriteWhole(bob, (text) => `${text}${'x\n'.repeat(500_000)}`) },
    ],
    [
      'a huge line',
      { files: (bob) => rewriteWhole(bob, (text) => `${text}${'x'.repeat(1_000_000)}\n`) },
    ],
    [
      'a link to it',
      file((path) => {
        renameSync(path, `${path}.was`)
        symlinkSync(`${path}.was`, path)
      }),
    ],
    [
      'a folder in its place',
      file((path) => {
        rmSync(path)
        mkdirSync(path)
      }),
    ],
    [
      'a link to its folder',
      {
        files(bob) {
          renameSync(bob.fastPathFolder, `${bob.fastPathFolder}.was`)
          symlinkSync(`${basename(bob.fastPathFolder)}.was`, bob.fastPathFolder)
        },
      },
    ],
    ...(process.getuid?.() === 0 ? ofOthers : []),
    [
      'that of other words in its place',
      file((path, bob) => linkSync(path, join(bob.fastPathFolder, 'words=ireland'))),
      'ireland',
    ],

    ...planVariables.map((name): Cold => [`${name} other`, exporting(name, '/x')]),
    ...planVariables
      .filter((name) => name !== 'HOME')
      .map((name): Cold => [`${name} empty`, exporting(name, '')]),
    ['HOME unset', { lines: [shell.unset('HOME')] }],
    ['HOME not exported', { lines: shell === fish ? ['set -gu HOME $HOME'] : ['typeset +x HOME'] }],
    ['the endpoint other', { lines: [shell.export('AWS_ENDPOINT_URL_STS', 'http://127.0.0.1:9')] }],
    ['the endpoint unset', { lines: [shell.unset('AWS_ENDPOINT_URL_STS')] }],
    ['one more endpoint', exporting('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:9')],
    ['one more, before it', exporting('AWS_ENDPOINT_URL_A', 'http://127.0.0.1:9')],

    ['the session that is held already', { lines: [way.assume('plain')] }],
    [
      'other keys over a session',
      {
        lines: [
          shell.export('ASSUME_KEY_ID', 'ASIARZPUZDIKAG3NS6UC'),
          shell.export('AWS_ACCESS_KEY_ID', 'AKIAMINE'),
        ],
      },
    ],
    [
      'a session of the shell around',
      {
        lines: [
          shell.export('ASSUME_KEY_ID', 'ASIARZPUZDIKAG3NS6UC'),
          shell.export('ASSUME_REQUEST', '0123456789abcdef'),
          shell.export('AWS_ACCESS_KEY_ID', 'ASIARZPUZDIKAG3NS6UC'),
        ],
      },
    ],
    ['an option', {}, 'plain --region eu-west-1'],
    ['an option before it', {}, '--refresh plain'],
    ['an option that shows more', {}, '--debug plain'],
    ['a code', {}, 'plain 123456'],
    ['three words', {}, 'Bob plain 123456'],
    ['a command', {}, 'list'],
    ['a way out of the folder', {}, `../fast-path-${fastPathFormat}/words=plain`],
    ['a dot', {}, '.'],
    ['two dots', {}, '..'],
    ['an empty word', {}, "''"],
    ['nothing', {}, ''],
    ...ofShell(shell.name),
  ]
}

for (const way of wrappedWays) {
  const { shell } = way
  describeIn(
    shell,
    () => {
      const rows = coldTable(way).map(([name, change, words = 'plain']) => ({
        name,
        ...change,
        words,
      }))

      const other = 'Bob demo-no-mfa-role'

      const primedWithSettings = async () => {
        const bob = new FastPathSession(aws, way)
        bob.put('.config/assume/config', 'duration = 1h\n')
        await bob.prime(['plain', other])
        bob.save()
        return bob
      }

      /** Words that end with a parenthesis are called in a subshell, or in fish in a command substitution. */
      const call = (words: string) => {
        const line = way.assume(words.replace(')', ''))
        if (!words.endsWith(')')) return line
        return shell === fish ? `set x (${line})` : `(${line})`
      }

      const isForOneShell = ({ lines, undo, words }: (typeof rows)[number]) =>
        (lines === undefined || undo !== undefined) && !words.endsWith(')')

      /** Runs a row in its own shell. Returns the calls of the core before the change and after it. */
      const aloneIn = async (bob: FastPathSession, row: (typeof rows)[number]) => {
        const { files, lines = [], words } = row
        bob.restore()
        const before = files ? await bob.asked([way.assume('plain')]) : []
        files?.(bob)
        const asked = await bob.asked([...lines, call(words)])
        return { ...row, before, asked, isRun: existsSync(bob.path('canary')) }
      }

      /** Runs many rows in one shell, each after another session, because a repeated call would renew the session. */
      const togetherIn = async (bob: FastPathSession, all: typeof rows) => {
        bob.restore()
        const seen: Awaited<ReturnType<typeof aloneIn>>[] = []
        let before: string[] = []
        const steps = all.flatMap((row) => [
          way.assume('plain'),
          way.assume(other),
          () => {
            before = bob.starts()
            row.files?.(bob)
          },
          ...(row.lines ?? []),
          call(row.words),
          () => {
            const isRun = existsSync(bob.path('canary'))
            seen.push({ ...row, before, asked: bob.starts(), isRun })
            bob.restore()
          },
          ...(row.undo ?? []),
        ])
        await bob.asksInTurn(steps)
        return seen
      }

      const expectAllAsked = async (bob: FastPathSession, all: typeof rows) => {
        const seen = await togetherIn(bob, all.filter(isForOneShell))
        for (const row of all.filter((row) => !isForOneShell(row)))
          seen.push(await aloneIn(bob, row))
        expect(seen).toHaveLength(all.length)
        for (const { name, before, asked, isRun, words } of seen) {
          expect
            .soft({ name, before, asked, isRun })
            .toEqual({ name, before: [], asked: [words.replaceAll(/[')]/g, '')], isRun: false })
        }
      }

      test('a call after any difference in the files', { timeout: 300_000 }, async () => {
        const bob = await primedWithSettings()
        await expectAllAsked(
          bob,
          rows.filter(({ files }) => files),
        )
      })

      test.each([
        ['is written', undefined],
        ['is changed', 'region = eu-west-1\n'],
      ])('a call after a settings file with danger %s in the home directory', async (_, before) => {
        const bob = new FastPathSession(aws, way)
        // The environment of the shell does not contain it, because fish creates folders there when it starts.
        const lines = [shell.export('XDG_CONFIG_HOME', bob.path('xdg'))]
        bob.put('xdg/assume/config', 'duration = 1h\n')
        if (before !== undefined) bob.put('.config/assume/config', before)
        await bob.prime(['plain'], {}, lines)
        expect(await bob.asked([...lines, way.assume('plain')])).toEqual([])
        bob.put('.config/assume/config', 'danger = plain\n')
        expect(await bob.asked([...lines, way.assume('plain')])).toEqual(['plain'])
      })

      test('a call after any difference in the shell or in the words', async () => {
        const bob = await primedWithSettings()
        await expectAllAsked(
          bob,
          rows.filter(({ files }) => !files),
        )
        expect(await bob.asked([way.assume('plain')])).toEqual([])
      })
    },
    `${shell.name}: what the core is asked for`,
  )
}
