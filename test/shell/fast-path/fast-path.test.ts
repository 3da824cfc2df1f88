import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, test } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { fastPathFormat } from '../../../src/formats/fast-path-format.ts'
import { aws } from '../../support/aws/aws.ts'
import { changeCached, modeOf } from '../../support/cache-files.ts'
import { FastPathSession } from '../../support/shells/fast-path-session.ts'
import { bash, fish, wrappedWays, zsh } from '../../support/shells/posix-shells.ts'
import { PrimedSessions } from '../../support/shells/primed-sessions.ts'
import {
  describeIn,
  isInstalled,
  shellNamed,
  temporaryFolder,
} from '../../support/shells/shells.ts'
import { changes, snapshot, variablesOfTheShell } from '../../support/shells/snapshot.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const secretsOf = (text: string) =>
  [...text.matchAll(/(?:SECRET\w+|TOKEN)=(\S+)/g)].map(([, v]) => v)

const sessions = new PrimedSessions()

for (const way of wrappedWays) {
  const { shell } = way

  const primed = (words: readonly string[]) => sessions.of(way, words)

  /** Both runs use the same line, because some shells store the lines that they run in a variable. */
  const dump = snapshot(shell, 'now')

  const keep = (bob: FastPathSession, name: string) => {
    for (const kind of ['env', 'set', 'options', 'traps', 'functions']) {
      if (existsSync(bob.path(`now.${kind}`))) {
        renameSync(bob.path(`now.${kind}`), bob.path(`${name}.${kind}`))
      }
    }
  }

  /** Ignores the variables that contain the process id, which always differs. */
  const differences = (bob: FastPathSession) =>
    changes(bob.home.path, shell, 'core', 'fast-path').filter(
      (line) => !/^set: . (BASHPID|fish_pid|'\$')[= ]/.test(line),
    )

  const tests = () => {
    test('uses cached sessions without starting the core', async () => {
      const bob = await primed(['plain', 'ireland', 'Bob demo-no-mfa-role'])
      const lines = ['plain', 'ireland', 'Bob demo-no-mfa-role'].flatMap((words) => [
        way.assume(words),
        `echo "${shell.status} $AWSUME_PROFILE $AWS_REGION $AWS_SESSION_TOKEN"`,
      ])
      const calls = aws.calls.length
      const run = await bob.take(lines)
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
      expect(run.stdout.replaceAll(/\S{100,}/g, 'TOKEN').split('\n')).toEqual([
        '0 plain  TOKEN',
        '0 ireland eu-west-1 TOKEN',
        '0 demo-no-mfa-role  TOKEN',
      ])
      expect(bob.starts()).toEqual([])
      expect(aws.calls).toHaveLength(calls)
    })

    test.skipIf(!isInstalled('strace') && !process.env.CI)('starts no process', async () => {
      const bob = await primed(['plain', 'ireland'])
      expect(await bob.startedBy(['plain', 'ireland', 'plain'].map(way.assume))).toHaveLength(1)
    })

    /** The state of the shell, the lines that create the state, and the target that the shell then assumes. */
    const states: readonly (readonly [string, readonly string[], string])[] = [
      ['fresh', [], 'plain'],
      ['fresh, with settings', [], 'ireland'],
      [
        'with keys and a profile of its own, exported, not exported and empty',
        [
          ...variablesOfTheShell(shell),
          shell.export('AWSUME_PROFILE', '-n'),
          shell.export('ASSUME_DANGER', '1'),
        ],
        'ireland',
      ],
      ['with another session', [way.assume('ireland')], 'plain'],
      ['with another session, to settings', [way.assume('plain')], 'ireland'],
      [
        'with two before it, and keys of its own before those',
        [
          shell.export('AWS_PROFILE', 'mine'),
          shell.set('AWS_REGION', 'unexported'),
          way.assume('plain'),
          way.assume('ireland'),
        ],
        'plain',
      ],
      [
        'with a session whose settings were changed by hand',
        [
          way.assume('ireland'),
          shell.export('AWS_REGION', 'xx'),
          shell.unset('AWS_DEFAULT_REGION'),
        ],
        'plain',
      ],
      [
        'with what a session left that was dropped by hand',
        [
          way.assume('ireland'),
          shell.unset('ASSUME_KEY_ID'),
          shell.unset('AWS_REGION'),
          shell.unset('AWS_DEFAULT_REGION'),
        ],
        'ireland',
      ],
      ...(shell === fish
        ? []
        : ([
            ['with set -eu', ['set -eu'], 'ireland'],
            ['with set -a', ['set -a', 'AWS_PROFILE=x'], 'ireland'],
            ['with odd IFS and noclobber', ["IFS='A=_'", 'set -C'], 'ireland'],
          ] as const)),
      ...(shell === bash
        ? ([
            ['in posix mode', ['set -o posix'], 'ireland'],
            ['with shopts', ['shopt -s nullglob failglob extglob dotglob'], 'ireland'],
            ['with functions', ['export() { :; }; unset() { :; }; printf() { :; }'], 'ireland'],
          ] as const)
        : []),
      ...(shell === zsh
        ? ([
            ['with options', ['setopt ksh_arrays sh_word_split glob_subst'], 'ireland'],
            ['as sh', ['emulate sh'], 'ireland'],
            ['with functions', ['export() { :; }; unset() { :; }; typeset() { :; }'], 'ireland'],
          ] as const)
        : []),
    ]

    test('leaves the shell in the same state as the core', { timeout: 300_000 }, async () => {
      const bob = await primed(['plain', 'ireland'])
      for (const [state, before, words] of states) {
        bob.restore()
        await bob.take([...before, way.assume(words), dump])
        const first = bob.starts()
        keep(bob, 'fast-path')
        rmSync(join(bob.fastPathFolder, `words=${words}`))
        bob.age()
        await bob.take([...before, way.assume(words), dump])
        const second = bob.starts()
        keep(bob, 'core')
        const different = differences(bob)
        expect
          .soft({ state, first, second, different })
          .toEqual({ state, first: [], second: [words], different: [] })
      }
    })

    test('sets renewal time and prompt style as the core does, also with assume -', async () => {
      const bob = new FastPathSession(aws, way)
      bob.put('.config/assume/config', 'auto_refresh = 10\nprompt = right color=cyan\n')
      await bob.prime(['plain', 'ireland'])
      const lines = [way.assume('plain'), way.assume('ireland'), dump]
      const back = [way.assume('-'), 'echo "$AWSUME_PROFILE $ASSUME_STYLE"']
      const run = await bob.take([...lines, ...back])
      expect(run).toMatchObject({ stdout: 'plain right color=cyan', stderr: '' })
      expect(bob.starts()).toEqual(['-'])
      keep(bob, 'fast-path')
      rmSync(join(bob.fastPathFolder, 'words=ireland'))
      bob.age()
      await bob.take([...lines, ...back])
      expect(bob.starts()).toEqual(['ireland', '-'])
      keep(bob, 'core')
      expect(differences(bob)).toEqual([])
    })

    test('shows the session in the prompt, and another access key ends it', async () => {
      const bob = await primed(['plain', 'ireland'])
      const row = shellNamed(shell.name)
      const load = row.load({ node: '/bin/false', script: '/bin/false' })
      const terminal = await Terminal.open(row, temporaryFolder(), [load], bob.env)
      for (const words of ['plain', 'ireland', 'plain']) {
        expect((await terminal.run(way.assume(words))).prompt).toContain(`(${words} `)
      }
      // Another access key ends the session, and the wrapper removes the other variables of the session.
      const { output } = await terminal.run(shell.export('AWS_ACCESS_KEY_ID', 'AKIAMYOWN'))
      expect(plain(output)).not.toContain('assume:')
      const left = await terminal.run('echo "[$AWS_ACCESS_KEY_ID$AWS_SESSION_TOKEN$ASSUME_ROLE]"')
      expect(left.output).toContain('[AKIAMYOWN]')
    })

    test('assume unset restores the earlier state of the shell', async () => {
      const bob = await primed(['plain', 'ireland'])
      const lines = [
        shell.export('AWS_PROFILE', 'mine'),
        shell.set('AWS_SECURITY_TOKEN', 'unexported'),
        snapshot(shell, 'before'),
      ]
      for (const name of ['before', 'after']) {
        for (const kind of ['env', 'set', 'options', 'traps', 'functions'])
          bob.put(`${name}.${kind}`, '')
      }
      bob.age()
      const run = await bob.take([
        ...lines,
        way.assume('plain'),
        way.assume('ireland'),
        way.assume('unset'),
        snapshot(shell, 'after'),
      ])
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
      expect(bob.starts()).toEqual(['unset'])
      // zsh does not unload a module.
      const left = changes(bob.home.path, shell, 'before', 'after')
      expect(left.filter((line) => !/zsh_(eval|scheduled)|modules/.test(line))).toEqual([])
    })

    test.each(shell === fish ? ['set fish_trace 1'] : ['set -x', 'set -v', 'set -xv'])(
      'a trace shows no secret: %s',
      async (trace) => {
        const bob = await primed(['plain', 'ireland'])
        const secrets = [
          ...secretsOf(bob.fastPathText()),
          ...secretsOf(bob.fastPathText('words=ireland')),
        ]
        expect(secrets).toHaveLength(4)
        const run = await bob.take([trace, way.assume('plain'), way.assume('ireland'), 'echo end'])
        expect(bob.starts()).toEqual([])
        expect(run.stdout).toBe('end')
        for (const secret of secrets) expect(run.stderr).not.toContain(secret)
      },
    )
  }
  describeIn(shell, tests, `${shell.name}: without a process`)
}

describe('the fast path is used despite', () => {
  for (const way of wrappedWays) {
    const { shell } = way
    describeIn(shell, () => {
      test.each<readonly [string, readonly string[]]>([
        ['a variable that is not exported', [shell.set('AWS_MAX_ATTEMPTS', '9')]],
        ['an exported AWS_PROFILE', [shell.export('AWS_PROFILE', 'x')]],
        ['a variable for the AWS CLI', [shell.export('AWS_PAGER', '')]],
        ['another locale', [shell.export('LC_ALL', 'C')]],
      ])('%s', async (_, lines) => {
        const bob = await sessions.of(way, ['plain', 'ireland'])
        expect(await bob.asked([...lines, way.assume('plain')])).toEqual([])
      })
    })
  }
})

describeIn(fish, () => {
  const way = wrappedWays.find(({ shell }) => shell === fish)
  // Without its configuration fish has no universal variables. The configuration is in the home directory.
  const withUniversals = way && { ...way, shell: { ...fish, command: ['fish'] } }

  test.each(['set -U AWS_PROFILE x', 'set -Ux AWS_ROLE_ARN x', 'set -U ASSUME_ROLE x'])(
    'fish: a universal variable makes the wrapper start the core: %s',
    async (line) => {
      if (!withUniversals) throw new Error('fish has no wrapper')
      const bob = new FastPathSession(aws, withUniversals)
      await bob.prime(['plain'])
      expect(await bob.asked([withUniversals.assume('plain')])).toEqual([])
      expect(await bob.asked([line, withUniversals.assume('plain')])).toEqual(['plain'])
    },
  )
})

const [inBash] = wrappedWays.filter(({ shell }) => shell === bash)

describeIn(bash, () => {
  if (!inBash) throw new Error('bash has no wrapper')
  const way = inBash
  const key = 'echo "$ASSUME_KEY_ID"'

  describe('fast-path files', () => {
    test('have the mode 600, in a folder with the mode 700', async () => {
      const bob = new FastPathSession(aws, way)
      await bob.prime(['plain'])
      expect(bob.fastPathFiles()).toEqual(['words=plain'])
      expect(modeOf(bob.fastPathFolder)).toBe('700')
      expect(modeOf(join(bob.fastPathFolder, 'words=plain'))).toBe('600')
    })

    test.each(['plain --refresh', 'refresh'])(
      'never return the earlier session after assume %s',
      async (words) => {
        const bob = new FastPathSession(aws, way)
        await bob.prime(['plain', 'ireland'])
        const lines = [way.assume('plain'), key, way.assume(words), key]
        const [before, after] = (await bob.take(lines)).stdout.split('\n')
        expect(after).not.toBe(before)
        expect(bob.starts()).toEqual([words])
        const again = ['plain', 'ireland', 'plain'].flatMap((each) => [way.assume(each), key])
        const [first, _, second] = (await bob.take(again)).stdout.split('\n')
        expect([first, second]).toEqual([after, after])
        // The second one is in the fast-path file that the first one has written.
        expect(bob.starts()).toEqual(['plain'])
      },
    )

    test('are deleted when assume renews the session without a wrapper', async () => {
      const bob = new FastPathSession(aws, way)
      await bob.prime(['plain', 'ireland'])
      await bob.run(bash, ['assume plain --refresh --format json'])
      expect(bob.fastPathFiles()).toEqual(['words=ireland'])
      expect(await bob.asked([way.assume('ireland')])).toEqual([])
      expect(await bob.asked([way.assume('plain')])).toEqual(['plain'])
    })

    test.each(['cache clear', 'cache clear plain'])('are deleted by assume %s', async (words) => {
      const bob = new FastPathSession(aws, way)
      await bob.prime(['plain'])
      await bob.take([way.assume(words)])
      expect(bob.fastPathFiles()).toEqual([])
    })

    test('return the role without an MFA code, and expire before the MFA session', async () => {
      const bob = new FastPathSession(aws, way)
      const words = `Bob ${demoRole.name}`
      await bob.prime([`${words} 123456`])
      expect(await bob.asked([way.assume(words)])).toEqual([])
      changeCached(bob.home, 'MFA sessions', (entry) => {
        entry.until = Date.now() + 30 * 60_000
      })
      rmSync(bob.fastPathFolder, { recursive: true })
      await bob.take([way.assume(words)])
      const [, until] = /^until=(\d+)$/m.exec(bob.fastPathText(`words=Bob ${demoRole.name}`)) ?? []
      expect(Number(until)).toBeLessThan(Date.now() / 1000 + 29 * 60 + 1)
    })

    test('are written again after a config change, once the change is not recent', async () => {
      const bob = new FastPathSession(aws, way)
      await bob.prime(['plain'])
      bob.put('.aws/config', bob.read('.aws/config').replace('name = plain', 'name = other'))
      bob.starts()
      const run = await bob.take([way.assume('plain')])
      expect(run).toMatchObject({ stderr: '', exitCode: 0 })
      // A file that has just changed could change again without a new timestamp.
      expect(bob.fastPathFiles()).toEqual([])
      bob.age()
      await bob.take([way.assume('plain')])
      expect(bob.starts()).toEqual(['plain', 'plain'])
      expect(await bob.asked([way.assume('plain')])).toEqual([])
    })
  })

  describe('a fast-path file', () => {
    const settings = (text: string) => ({ '.config/assume/config': text })
    const config = (...lines: string[]) => configOf('plain', ...lines)
    const configOf = (name: string, ...lines: string[]) => ({
      '.aws/config': `[profile ${name}]\nrole_arn = ${roleArn(noMfaRole)}\n${lines.join('\n')}\n`,
    })
    const rows: readonly {
      name: string
      files?: Readonly<Record<string, string>>
      words?: string
      lines?: readonly string[]
      change?: (bob: FastPathSession) => void
    }[] = [
      {
        name: 'a target that danger guards',
        files: settings('danger = plain\n'),
        words: 'plain --yes',
      },
      {
        name: 'a target that the first of two danger lines guards',
        files: settings('danger = "plain", other\ndanger = other\n'),
        words: 'plain --yes',
      },
      {
        name: 'a target that danger guards only in the home directory',
        files: settings('danger = plain\n'),
        words: 'plain --yes',
        lines: ['export XDG_CONFIG_HOME="$HOME/xdg"'],
      },
      { name: 'cache = off', files: settings('cache = off\n') },
      { name: 'another cache folder', files: settings('cache_dir = ~/elsewhere\n') },
      { name: 'aws_cli_cache = write', files: settings('aws_cli_cache = write\n') },
      { name: 'a warning about the settings', files: settings('duratoin = 1h\n') },
      {
        name: 'a warning about the files',
        change: (bob) => chmodSync(bob.path('.aws/config'), 0o666),
      },
      ...['AWS_REGION', 'AWS_DEFAULT_REGION'].map((variable) => ({
        name: `a warning about ${variable}`,
        lines: [`export ${variable}=eu-wst-1`],
      })),
      {
        name: 'a warning about the region of the settings',
        files: settings('region = eu-wst-1\n'),
      },
      { name: 'a prompt format that is not ASCII', files: settings('prompt = format=é{role}\n') },
      {
        name: 'source credentials in the environment',
        files: config('credential_source = Environment'),
        lines: ['export AWS_ACCESS_KEY_ID=$ID AWS_SECRET_ACCESS_KEY=$SECRET'],
      },
      {
        name: 'a profile with an endpoint of another service',
        files: {
          '.aws/config': `${config('source_profile = Bob', 'services = local')['.aws/config']}\
[services local]\ns3 =\n  endpoint_url = http://127.0.0.1:9\n`,
        },
      },
      { name: 'the access key of a user', words: 'Bob' },
      { name: 'an option', words: 'plain --region eu-west-1' },
      { name: 'a profile after --profile', words: '--profile plain' },
      {
        name: 'a profile with the name of a command, after an option',
        files: configOf('list', 'source_profile = Bob'),
        words: '--quiet list',
      },
      {
        name: 'a profile whose name looks like an MFA code',
        files: configOf('654321', 'source_profile = Bob'),
        words: '654321 123456',
      },
      {
        name: 'a config whose path contains a variable',
        lines: ["export AWS_CONFIG_FILE='$HOME/.aws/config'"],
      },
      {
        name: 'a config whose path contains /./',
        lines: ['export AWS_CONFIG_FILE="$HOME/./.aws/config"'],
      },
    ]

    test.each(rows)(
      'is not written for $name',
      async ({ files = {}, words = 'plain', lines = [], change }) => {
        const bob = new FastPathSession(aws, way)
        for (const [name, text] of Object.entries(files)) bob.put(name, text)
        change?.(bob)
        const [, ID = ''] = /key_id = (\w+)/.exec(bob.read('.aws/credentials')) ?? []
        const [, SECRET = ''] = /access_key = (\S+)/.exec(bob.read('.aws/credentials')) ?? []
        await bob.prime([words, words], { env: { ID, SECRET } }, lines)
        expect(bob.fastPathFiles()).toEqual([])
      },
    )

    test('is deleted when the same words no longer qualify', async () => {
      const bob = new FastPathSession(aws, way)
      await bob.prime(['plain'])
      expect(bob.fastPathFiles()).toEqual(['words=plain'])
      // Each run then prints a warning.
      bob.put('.config/assume/config', 'duratoin = 1h\n')
      await bob.take([way.assume('plain')])
      expect(bob.fastPathFiles()).toEqual([])
    })

    test('is not needed: the session starts even if the folder cannot be created', async () => {
      const bob = new FastPathSession(aws, way)
      bob.put(`.cache/assume/fast-path-${fastPathFormat}`, 'no folder\n')
      bob.age()
      const lines = ['chmod 700 ~/.cache/assume', way.assume('plain'), 'echo "$AWSUME_PROFILE"']
      const run = await bob.take([...lines, way.assume('ireland'), 'echo "$AWSUME_PROFILE"'])
      expect(run).toEqual({ stdout: 'plain\nireland', stderr: '', exitCode: 0 })
    })
  })
})
