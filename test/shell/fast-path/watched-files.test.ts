import { existsSync, mkdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aws } from '../../support/aws/aws.ts'
import { wrapped } from '../../support/examination.ts'
import { canMount } from '../../support/processes/disk.ts'
import { program } from '../../support/program.ts'
import { FastPathSession } from '../../support/shells/fast-path-session.ts'
import { changesOf, randomChanges } from '../../support/shells/file-changes.ts'
import { bash, type Invocation, wrappedWays } from '../../support/shells/posix-shells.ts'
import { PrimedSessions } from '../../support/shells/primed-sessions.ts'
import { describeIn, isInstalled } from '../../support/shells/shells.ts'

/** Layouts of home directories, each with the function that creates it. */
const homes: Readonly<Record<string, (bob: FastPathSession) => void>> = {
  'with a settings file': (bob) => bob.put('.config/assume/config', 'duration = 1h\n'),
  'without a settings folder': (bob) => mkdirSync(bob.path('.config'), { recursive: true }),
  'without .config': (bob) => rmSync(bob.path('.config'), { recursive: true, force: true }),
  'with a link for .aws': (bob) => linkTo(bob, '.aws', 'dotfiles/aws'),
  'with links for all files': (bob) => {
    bob.put('.config/assume/config', 'duration = 1h\n')
    for (const name of ['.aws/config', '.aws/credentials', '.config/assume/config']) {
      linkTo(bob, name, `store/${name.replaceAll('/', '-')}`)
    }
  },
}

/** Moves a file or folder elsewhere and leaves a link to it. */
function linkTo(bob: FastPathSession, name: string, target: string): void {
  mkdirSync(dirname(bob.path(target)), { recursive: true })
  renameSync(bob.path(name), bob.path(target))
  symlinkSync(bob.path(target), bob.path(name))
}

const primed = new PrimedSessions()

const primedIn = (
  way: Invocation,
  home: keyof typeof homes,
  words: readonly string[] = ['plain', 'ireland'],
) => primed.of(way, words, [home, homes[home] ?? (() => {})])

/** Everyday changes in a home directory that do not affect the session. */
const everyday: Readonly<Record<string, (bob: FastPathSession) => void>> = {
  'nothing at all': () => {},
  'a history file was replaced by rename': (bob) => {
    bob.put('.history.new', 'ls\n')
    renameSync(bob.path('.history.new'), bob.path('.history'))
  },
  'a file was made in .config': (bob) => bob.put('.config/other/file', ''),
  'a file was made in .aws': (bob) => bob.put('.aws/cli/history', ''),
  'the files were read': (bob) => void bob.read('.aws/config'),
}

const canTrace = isInstalled('strace') || Boolean(process.env.CI)

for (const way of wrappedWays) {
  const { shell } = way
  const tests = () => {
    describe.skipIf(!canTrace)('no process is started', () => {
      test.each(Object.keys(homes))('in a home %s', async (home) => {
        const bob = await primedIn(way, home)
        const words = ['plain', 'ireland', '--quiet plain', 'ireland --yes --no-input --cached']
        expect(await bob.startedBy(words.map(way.assume))).toHaveLength(1)
      })

      test.each(Object.entries(everyday))('after %s', async (_, happens) => {
        const bob = await primedIn(way, 'without a settings folder')
        happens(bob)
        expect(await bob.startedBy([way.assume('plain')])).toHaveLength(1)
      })

      test('for a role of a user, by its name, its account or its ARN', async () => {
        const words = [
          'Bob demo-no-mfa-role',
          'Bob 123456789012:demo-no-mfa-role',
          'Bob arn:aws:iam::123456789012:role/demo-no-mfa-role',
        ]
        const bob = await primedIn(way, 'without a settings folder', ['plain', ...words])
        const lines = words.flatMap((each) => ['plain', each]).map(way.assume)
        expect(await bob.startedBy(lines)).toHaveLength(1)
      })

      test('after the core has created sessions of other roles', async () => {
        const bob = await primedIn(way, 'with a settings file', ['plain'])
        await bob.take([way.assume('ireland'), way.assume('Bob demo-no-mfa-role')])
        expect(bob.starts()).toHaveLength(2)
        expect(await bob.startedBy([way.assume('plain')])).toHaveLength(1)
      })
    })

    test('the next call for each role starts the core after a new MFA session', async () => {
      const bob = await primedIn(way, 'without a settings folder')
      await bob.take([way.assume('Bob demo-role 123456')])
      const both = [way.assume('plain'), way.assume('ireland')]
      expect(await bob.asked(both)).toEqual(['plain', 'ireland'])
      // The core now assumes the role with the MFA session.
      await bob.take([way.assume('plain')])
      expect(await bob.asked([way.assume('plain')])).toEqual([])
      rmSync(bob.path('.cache/assume/memory'), { recursive: true })
      expect(await bob.asked([way.assume('plain')])).toEqual(['plain'])
    })

    test.each(Object.keys(homes))(
      'a change of a watched file starts the core, and its reversal does not: %s',
      { timeout: 120_000 },
      async (home) => {
        const bob = await primedIn(way, home)
        const text = bob.fastPathText()
        const changes = changesOf(text, bob.home.path)
        expect(changes.length).toBeGreaterThan(10)
        const asked = await bob.askedAfter(changes.map(([, make]) => make))
        expect(changes.map(([change], index) => [change, ...(asked[index] ?? [])])).toEqual(
          changes.map(([change]) => [change, true, false]),
        )
      },
    )

    test.each(['with a settings file', 'with a link for .aws', 'with links for all files'])(
      'a random change starts the core, and its reversal does not: %s',
      { timeout: 300_000 },
      async (home) => {
        const bob = await primedIn(way, home)
        const seed = Date.now() % 1_000_000
        const changes = randomChanges(bob, 70, seed)
        const asked = await bob.askedAfter(changes.map(([, make]) => make))
        const missed = changes
          .filter((_, index) => String(asked[index]) !== 'true,false')
          .map(([change]) => change)
        expect({ seed, missed }).toEqual({ seed, missed: [] })
      },
    )
  }
  describeIn(shell, tests, `${shell.name}: watched files`)
}

const canMountImages = isInstalled('mke2fs') && canMount && process.getuid?.() === 0

test.skipIf(!canMountImages)(
  'a file system with timestamps in whole seconds gets no fast-path files',
  async () => {
    const [way] = wrappedWays
    if (!way) throw new Error('no shell has a wrapper')
    const bob = new FastPathSession(aws, way)
    bob.age()
    bob.write('bin/take', [
      'set -e',
      'truncate -s 4M "$HOME/disk"; mke2fs -q -F -I 128 "$HOME/disk" >"$HOME/log" 2>&1',
      'mkdir -p "$HOME/.cache"; mount -o loop "$HOME/disk" "$HOME/.cache"',
      `for words in plain ireland; do '${process.execPath}' '${program}' $words 3>&1; done`,
      'cd "$HOME/.cache/assume"; ls sessions; ls fast-path-*',
    ])
    const env = { ...wrapped, ASSUME_EVAL_FD: '3' }
    const run = await bob.run(bash, ['unshare -m sh "$HOME/bin/take"'], { env })
    expect(run).toMatchObject({ stderr: '', exitCode: 0 })
    expect(run.stdout.match(/ASSUME_ROLE=\S+/g)).toHaveLength(2)
    expect(run.stdout.match(/^[0-9a-f]{16}\.json$/gm)).toHaveLength(2)
    expect(run.stdout).not.toMatch(/^(words|before|after)=/m)
  },
)

describe.skipIf(!canTrace)('the core', () => {
  const [way] = wrappedWays
  if (!way) throw new Error('no shell has a wrapper')

  test.each(Object.keys(homes))('reads only watched files, in a home %s', async (home) => {
    const bob = await primedIn(way, home)
    const read = await bob.pathsReadFor('plain')
    const text = bob.fastPathText()
    const unwatched = [...read]
      .filter((path) => path.startsWith(`${bob.home.path}/`))
      // Files that the core writes for itself, and files about its own sessions.
      .filter((path) => !/\/assume\/([^/]*|(shells|fast-path-\d|locks)\/.*)$/.test(path))
      .filter((path) => !isWatched(path, text))
    expect(unwatched).toEqual([])
    expect(read).toContain(bob.path('.aws/config'))
    expect(read.size).toBeGreaterThan(5)
  })

  /** An existing folder needs no watch, because the core only looks at it. A missing folder covers all paths in it. */
  function isWatched(path: string, text: string): boolean {
    if (existsSync(path) && statSync(path).isDirectory()) return true
    const paths = [...text.matchAll(/^(?:missing|link)=(.*)$|^time=\d+ (.*)$/gm)]
    return paths.some(([, other = '', file = '']) =>
      [...other.split(' -> '), file].some(
        (each) => each === path || path.startsWith(join(each, '/')),
      ),
    )
  }
})
