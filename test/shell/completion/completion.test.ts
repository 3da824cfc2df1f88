import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { IndexedAccount } from '../../../src/plan/sso/index-line.ts'
import { indexText, namesText } from '../../../src/plan/sso/sso-index.ts'
import { processStarts, straced } from '../../support/processes/strace.ts'
import { program } from '../../support/program.ts'
import {
  bash,
  describeIn,
  fish,
  isInstalled,
  runScript,
  type Shell,
  temporaryFolder,
  zsh,
} from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const config = `
[default]
region = us-east-1
[profile team-one]
role_arn = arn:aws:iam::111122223333:role/path/Reader
region = eu-west-1
s3 =
  [profile no-profile]
# [profile no-longer]
[profile signed-in]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = Admin
region = eu-north-1
[sso-session corp]
[services local]
[profile "spaced 'q' $(touch canary)!"]
[profile steer\x1b]0;title\x07ing]
[profile turn\u202eing]
`

const credentials = '[Bob]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n[profile odd]\n[DEFAULT]\n'

/** The file of used roles, as the core writes it. */
const used = `user-role\tBob\tadmin-role\t3\t1764000000
role\tarn:aws:iam::111122223333:role/ops\t-\t2\t1764000000
user-role\tAlice\treader-role\t1\t1764000000
role\tsteal$(touch canary)\t-
`

/** A core in sh that prints its arguments. No word in these tests ends in `;;`. */
const core = "printf 'words='; printf '%s;;' \"$@\"; echo\n"

const accounts = [
  ['payments-prod', '444455556666', ['Admin', 'ReadOnly']],
  ['payments-dev', '444455557777', ['Admin']],
  ['payments', '444455558888', ['Admin', 'ReadOnly']],
  ['Data Lake', '777788889999', ['Reader']],
  ['twin', '111100001111', ['Admin']],
  ['twin', '111100002222', ['ReadOnly']],
  ['eu:west.1', '111100003333', ['Admin']],
  ['veer\u202eing', '777788880000', ['Reader']],
].map(
  ([accountName, accountId, roles]) =>
    ({
      accountName,
      accountId,
      roles,
      email: 'data@example.com',
      state: 'current',
    }) as IndexedAccount,
)

/** The index files, as `assume login` writes them. */
const index = {
  '.cache/assume/sso-index/0123': indexText(
    {
      startedAt: 1764000000000,
      isComplete: true,
      next: undefined,
      session: { name: 'corp', region: 'eu-west-1', startUrl: 'https://corp.awsapps.com/start' },
    },
    accounts,
  ),
  '.cache/assume/sso-names/0123': namesText(accounts),
}

interface Setting {
  readonly files?: Readonly<Record<string, string>>
  /** Lines of the rc file before and after the wrapper is loaded. */
  readonly before?: readonly string[]
  readonly after?: readonly string[]
  readonly env?: Record<string, string>
}

/** Creates a home directory with profiles and a core that prints its arguments. */
function home(files: Setting['files'] = {}): string {
  const folder = temporaryFolder()
  const all = {
    '.aws/config': config,
    '.aws/credentials': credentials,
    '.cache/assume/used': used,
    'dist/bin.js': core,
    ...files,
  }
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  copyFileSync(join(dirname(program), 'words'), join(folder, 'dist/words'))
  return folder
}

class Line {
  readonly terminal: Terminal
  readonly home: string

  private constructor(terminal: Terminal, home: string) {
    this.terminal = terminal
    this.home = home
  }

  static async open(shell: Shell, { files, before = [], after = [], env = {} }: Setting = {}) {
    const folder = home(files)
    const load = shell.load({ node: '/bin/sh', script: join(folder, 'dist/bin.js') })
    const terminal = await Terminal.open(shell, folder, [...before, load, ...after], env)
    return new Line(terminal, folder)
  }

  /** Types a command line, in which `\t` is Tab. Returns the arguments that the core gets. */
  async words(typed: string): Promise<readonly string[]> {
    this.terminal.type(`${typed}\r`)
    const [, words = ''] = /words=(.*;;)\r/.exec(await this.terminal.waitFor(/words=.*;;\r/)) ?? []
    await this.terminal.waitFor('~~> ')
    return words.split(';;').slice(0, -1)
  }

  /** Types text and Tab twice. Returns the output with the offered words, up to `last`. */
  async offered(typed: string, last: RegExp): Promise<string> {
    this.terminal.type(`${typed}\t\t`)
    return plain(await this.terminal.waitFor(last))
  }
}

/** zsh completes with compctl until compinit has loaded the newer system, which takes seconds. */
const functions = mkdtempSync(join(tmpdir(), 'assume-compinit-'))
afterAll(() => rmSync(functions, { recursive: true }))
const compinit = ['autoload -Uz compinit', `compinit -u -C -d ${functions}/dump`]

const settings: readonly (readonly [Shell, string, Setting])[] = [
  [bash, 'bash', {}],
  [
    bash,
    'bash without : among its word breaks',
    { before: ['COMP_WORDBREAKS=${COMP_WORDBREAKS//:}'] },
  ],
  [
    bash,
    'bash under strict options',
    { after: ['set -uf', 'IFS=/', 'alias local=false builtin=false case=false'] },
  ],
  [bash, 'bash, as far as it can be like 3.2', { before: ['BASH_COMPAT=3.2'] }],
  [zsh, 'zsh without compinit', {}],
  [zsh, 'zsh, loaded after compinit', { before: compinit }],
  [zsh, 'zsh, loaded before compinit', { after: compinit }],
  [fish, 'fish', {}],
]

for (const shell of [bash, zsh, fish]) {
  describeIn(shell, () => {
    test('completes through an alias', async () => {
      const after = ['alias aw=assume', "alias ae='assume explain'"]
      const before = shell === zsh ? compinit : []
      const line = await Line.open(shell, { before, after })
      expect(await line.words('aw team\t')).toEqual(['team-one'])
      expect(await line.words('ae sign\t')).toEqual(['explain', 'signed-in'])
    })
  })
}

describeIn(bash, () => {
  test('completes through an alias that is defined at the prompt, until it is removed', async () => {
    const after = ['complete -W mine taken', 'aw() { assume "$@"; }']
    const line = await Line.open(bash, { after })
    await line.terminal.run('alias aw=assume')
    expect(await line.words('aw team\t')).toEqual(['team-one'])
    await line.terminal.run("alias more='assume explain' taken=assume other=true")
    expect(await line.words('more sign\t')).toEqual(['explain', 'signed-in'])
    // A completion of the user's own stays.
    expect(await line.words('taken mi\t')).toEqual(['mine'])
    await line.terminal.run('unalias aw; touch teapot')
    expect(await line.words('aw tea\t')).toEqual(['teapot'])
    // Now bash alone completes it, also if a default completion (complete -D) exists.
    await line.terminal.run('later() { COMPREPLY=(lazily); }; complete -D -F later')
    expect(await line.words('aw la\t')).toEqual(['lazily'])
    await line.terminal.run('alias aw=assume')
    expect(await line.words('aw team\t')).toEqual(['team-one'])
  })

  test('completes through an alias if the wrapper is loaded under set -u', async () => {
    const line = await Line.open(bash, { before: ['set -u'] })
    await line.terminal.run('alias aw=assume')
    expect(await line.words('aw team\t')).toEqual(['team-one'])
  })
})

const bashCompletion = '/usr/share/bash-completion/bash_completion'

for (const [shell, title, setting] of [
  ...settings,
  ...(existsSync(bashCompletion)
    ? [[bash, 'bash with bash-completion', { before: [`. ${bashCompletion}`] }] as const]
    : []),
]) {
  describeIn(
    shell,
    () => {
      test('completes commands, options, targets and values', async () => {
        const line = await Line.open(shell, setting)
        expect(await line.words('assume team\t')).toEqual(['team-one'])
        expect(await line.words('assume Bo\t')).toEqual(['Bob'])
        expect(await line.words('assume stat\t')).toEqual(['status'])
        expect(await line.words('assume explain sign\t')).toEqual(['explain', 'signed-in'])
        expect(await line.words('assume --source-pr\ttea\t')).toEqual([
          '--source-profile',
          'team-one',
        ])
        expect(await line.words('assume team-one --region eu-central-2\t')).toEqual([
          'team-one',
          '--region',
          'eu-central-2',
        ])
        expect(await line.words('assume --format power\t team\t')).toEqual([
          '--format',
          'powershell',
          'team-one',
        ])
        expect(await line.words('assume --format=power\t')).toEqual(['--format=powershell'])
        expect(await line.words('assume list --qui\t')).toEqual(['list', '--quiet'])
        expect(await line.words('assume cache cl\t')).toEqual(['cache', 'clear'])
      })

      test('completes roles that were assumed before, including an ARN with its colons', async () => {
        const line = await Line.open(shell, setting)
        expect(await line.words('assume Bob ad\t')).toEqual(['Bob', 'admin-role'])
        expect(await line.words('assume arn\t')).toEqual(['arn:aws:iam::111122223333:role/ops'])
        expect(await line.words('assume arn:aws:iam::11\t')).toEqual([
          'arn:aws:iam::111122223333:role/ops',
        ])
        expect(await line.words('assume Alice \t')).toEqual(['Alice', 'reader-role'])
      })

      test('completes the accounts of IAM Identity Center, and then their roles', async () => {
        const line = await Line.open(shell, { ...setting, files: index })
        expect(await line.words('assume payments-p\tRe\t')).toEqual(['payments-prod:ReadOnly'])
        expect(await line.words('assume payments-d\t')).toEqual(['payments-dev:Admin'])
        expect(await line.words('assume exec payments:Ad\t')).toEqual(['exec', 'payments:Admin'])
        expect(await line.words('assume 7777\t9\t')).toEqual(['777788889999:Reader'])
        expect(await line.words('assume 444455556666:Re\t')).toEqual(['444455556666:ReadOnly'])
        expect(await line.words('assume twi\tRe\t')).toEqual(['twin:ReadOnly'])
        expect(await line.words('assume twin:Ad\t')).toEqual(['twin:Admin'])
        expect(await line.words('assume eu:we\t')).toEqual(['eu:west.1:Admin'])
        expect(await line.words('assume eu:west.1:A\t')).toEqual(['eu:west.1:Admin'])
        expect(await line.words('assume Data\\ L\t')).toEqual(['Data Lake:Reader'])
        expect(await line.words('assume "Data L\t')).toEqual(['Data Lake:Reader'])
      })

      test('quotes a name with special characters, and does not run code in it', async () => {
        const line = await Line.open(shell, setting)
        const name = "spaced 'q' $(touch canary)!"
        expect(await line.words('assume spa\t')).toEqual([name])
        expect(await line.words("assume 'spa\t")).toEqual([name])
        expect(await line.words('assume "spa\t')).toEqual([name])
        expect(await line.words('assume spaced\\ \t')).toEqual([name])
        expect(existsSync(join(line.home, 'canary'))).toBe(false)
      })

      // fish matches the letters anywhere in a name.
      test.skipIf(shell === fish)(
        'offers neither invalid names nor names with control characters',
        async () => {
          const line = await Line.open(shell, { ...setting, files: index })
          for (const typed of ['steer', 'turn', 'no-', 'DEF', 'steal', 'veer']) {
            expect(await line.words(`assume ${typed}\t`)).toEqual([typed])
          }
        },
      )
    },
    title,
  )
}

for (const [shell, title, setting] of settings.filter(([shell, , { before, after }]) =>
  shell === zsh ? (before ?? after) : shell === fish,
)) {
  describeIn(
    shell,
    () => {
      test('describes each offered word', async () => {
        const line = await Line.open(shell, setting)
        const shown = await line.offered('assume s', /status .*session/)
        expect(shown).toMatch(/signed-in .*444455556666 Admin eu-north-1/)
      })
    },
    title,
  )
}

describeIn(bash, () => {
  test('offers targets before commands', async () => {
    const line = await Line.open(bash, {})
    const shown = await line.offered('assume s', /status[^$]*~?/)
    expect(shown.indexOf('signed-in')).toBeGreaterThan(-1)
    expect(shown.indexOf('signed-in')).toBeLessThan(shown.indexOf('setup'))
    expect(shown.indexOf('setup')).toBeGreaterThan(-1)
  })
})

describeIn(
  fish,
  () => {
    test('offers neither invalid names nor names with control characters', async () => {
      const folder = home(index)
      const load = fish.load({ node: '/bin/false', script: join(folder, 'dist/bin.js') })
      const { stdout } = await runScript(
        { ...fish, script: ['--no-config', '-i'] },
        [load, "complete -C 'assume '; complete -C 'assume veer'; complete -C 'assume p'"],
        { home: folder },
      )
      const names = stdout.split('\n').map((line) => line.split('\t')[0])
      expect(names).toEqual(
        expect.arrayContaining(['team-one', 'Bob', 'payments-dev:', 'profile odd', 'status']),
      )
      expect(names.filter((name) => /steer|turn|^no-|DEFAULT|steal|veer/.test(name ?? ''))).toEqual(
        [],
      )
    })
  },
  'names in fish',
)

for (const shell of [bash, zsh, fish]) {
  describeIn(
    shell,
    () => {
      test('reads the files that the variables name, and the cache that the settings name', async () => {
        const line = await Line.open(shell, {
          files: {
            'my config': '[profile elsewhere]\n',
            'cached/used': 'role\tarn:aws:iam::444455556666:role/cached\t-\t1\t1764000000\n',
            '.config/assume/config': 'cache_dir = ~/cached\n',
          },
          env: { AWS_CONFIG_FILE: '~/my config', AWS_SHARED_CREDENTIALS_FILE: '' },
        })
        expect(await line.words('assume else\t')).toEqual(['elsewhere'])
        expect(await line.words('assume team\t')).toEqual(['team'])
        expect(await line.words('assume Bo\t')).toEqual(['Bo'])
        expect(await line.words('assume arn\t')).toEqual(['arn:aws:iam::444455556666:role/cached'])
      })

      test('reads the files of the setting "profiles", but not their [default]', async () => {
        const team = '[profile from-team]\nregion = eu-west-1\n[default]\n[profile "of a team"]\n'
        const line = await Line.open(shell, {
          files: {
            '.aws/config': '[profile own]\n',
            '.config/assume/config':
              'region = eu-west-1\nprofiles = "~/shared files/aws", /nowhere, ~/other\n',
            'shared files/aws': team,
            other: '[profile others]\n',
          },
        })
        expect(await line.words('assume from\t')).toEqual(['from-team'])
        expect(await line.words('assume of\t')).toEqual(['of a team'])
        expect(await line.words('assume othe\t')).toEqual(['others'])
        expect(await line.words('assume ow\t')).toEqual(['own'])
        expect(await line.words('assume defau\t')).not.toEqual(['default'])
        writeFileSync(join(line.home, 'other'), '[profile later]\n')
        expect(await line.words('assume late\t')).toEqual(['later'])
      })

      test('offers a profile that was added after the shell started', async () => {
        const line = await Line.open(shell)
        expect(await line.words('assume team\t')).toEqual(['team-one'])
        writeFileSync(join(line.home, '.aws/config'), `${config}[profile newer]\n`)
        expect(await line.words('assume new\t')).toEqual(['newer'])
      })
    },
    `files in ${shell.name}`,
  )
}

const canTrace = isInstalled('strace')

describe.skipIf(!canTrace && !process.env.CI)(
  canTrace || process.env.CI ? 'under strace' : 'under strace (skipped: it is not installed)',
  () => {
    for (const [shell, title, setting] of settings) {
      describeIn(
        shell,
        () => {
          test('Tab starts no process', async () => {
            const folder = home(index)
            const log = join(folder, 'trace')
            const traced = straced(shell, processStarts, log)
            const { before = [], after = [] } = setting
            const load = shell.load({ node: '/bin/false', script: join(folder, 'dist/bin.js') })
            const rc = [...before, load, ...after]
            const terminal = await Terminal.open(traced, folder, rc, {}, 'strace')
            const count = () =>
              readFileSync(log, 'utf8')
                .split('\n')
                .filter((line) => /\b(fork|vfork|clone|clone3|execve)\(/.test(line))
                .filter((line) => !line.includes('CLONE_THREAD')).length
            // The shell itself can start processes at its first Tab.
            terminal.type('assume team\t')
            await terminal.waitFor('team-one')
            terminal.type('\x15')
            const first = count()
            for (const typed of ['Bob adm', 'arn:aws', '--source-prof', 'Data', '4444555577']) {
              terminal.type(`assume ${typed}\t`)
              await terminal.waitFor(/admin-role|222233|-profile|:Reader|:Admin/)
              terminal.type('\x15')
            }
            expect(count()).toBe(first)
            expect(readFileSync(log, 'utf8')).not.toMatch(/execve\("[^"]*(node|false|awk)"/)
          })
        },
        title,
      )
    }
  },
)
