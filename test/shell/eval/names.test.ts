import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bob as user } from '../../../src/demo/fixture.ts'
import { fishQuoted } from '../../../src/formats/fish.ts'
import { posixQuoted } from '../../../src/formats/posix.ts'
import { visible } from '../../../src/model/visible.ts'
import { aws } from '../../support/aws/aws.ts'
import { keysOf } from '../../support/home.ts'
import { hostileText } from '../../support/shells/hostile-text.ts'
import { fish, usualWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

/** Names that are valid in the section headings of ~/.aws/credentials. */
const names = [
  "it's",
  'my "own"',
  'two  spaces',
  '$(touch canary)',
  '`touch canary`',
  ';touch canary;',
  "';touch canary;'",
  'a && touch canary',
  '!!',
  '100%',
  '%F{red}%n',
  '\\u\\w\\$',
  'back\\slash\\',
  '*',
  '~',
  '$HOME',
  '{a,b}',
  'a#b',
  '-n',
  '😀',
  'line\u2028separator',
  'right\u202eto left',
]

/** A shell session of Bob, who has a profile of each name. */
function bobWithProfiles(profiles: readonly string[]): ShellSession {
  const sections = profiles.map((name) => keysOf(user, name)).join('')
  return new ShellSession(aws, { '.aws/credentials': sections })
}

for (const way of usualWays) {
  const { shell } = way
  const quoted = shell === fish ? fishQuoted : posixQuoted
  const take = (name: string) => [
    way.assume(`--profile=${quoted(name)}`),
    `printf '%s\\0%s\\0' ${shell.status} "$ASSUME_ROLE"`,
    shell.unset('ASSUME_ROLE'),
  ]
  const takeAll = (all: readonly string[]) => [...all.flatMap(take), way.assume('unset --quiet')]

  const tests = () => {
    test('accepts profile names with special characters, and does not run them', async () => {
      const bob = bobWithProfiles(names)
      const run = await bob.go(way, takeAll(names))
      expect(run.stderr).toBe('')
      expect(run.stdout.split('\0').slice(0, -1)).toEqual(
        names.flatMap((name) => ['0', visible(name)]),
      )
      expect(existsSync(bob.path('canary'))).toBe(false)
    })

    test('random profile names are accepted, or refused with a message, and not run', async () => {
      const takesOrRefuses = fc.asyncProperty(
        fc.uniqueArray(hostileText, { minLength: 15, maxLength: 15 }),
        async (profiles) => {
          const bob = bobWithProfiles(profiles)
          const run = await bob.go(way, takeAll(profiles))
          const shown = run.stdout.split('\0')
          const refused = profiles.filter((name, index) => {
            const [status, label] = shown.slice(index * 2, index * 2 + 2)
            expect([status, label]).toEqual(status === '0' ? ['0', visible(name)] : [status, ''])
            return status !== '0'
          })
          const complaints = run.stderr.match(/^assume: (?!warning)/gm) ?? []
          expect(complaints.length).toBe(refused.length)
          expect(existsSync(bob.path('canary'))).toBe(false)
        },
      )
      await fc.assert(takesOrRefuses, { numRuns: 1 })
    })
  }
  describeIn(shell, tests, way.name)
}
