import { utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, test } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { fingerprint } from '../../../src/model/fingerprint.ts'
import { aws } from '../../support/aws/aws.ts'
import { readEntry, sessionFiles, sessionsFolderOf } from '../../support/cache-files.ts'
import { changeableHome } from '../../support/home.ts'
import { bash, dash, raw, wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn } from '../../support/shells/shells.ts'

const kilobytes = 1_000

/** With names of 10 kB, the output has 600 kB. A pipe holds 64 kB, and a socket about 200 kB. */
const profileCount = 64
const nameOf = (number: number) => `p${number}-${'x'.repeat(10_000)}`

/** Profiles, each of which is the source profile of the next. */
const chain = Array.from({ length: profileCount }, (_, number) =>
  number === 0
    ? `[profile ${nameOf(0)}]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = sesame\n`
    : `[profile ${nameOf(number)}]\nrole_arn = arn:aws:iam::123456789012:role/r\nsource_profile = ${nameOf(number - 1)}\n`,
).join('')

/** Caches many copies of a session under long names. */
function keepMany(bob: ShellSession): void {
  const [file = ''] = sessionFiles(bob.home)
  const entry = readEntry(file)
  for (let number = 0; number < profileCount; number++) {
    const key = `${entry.key}${number}`
    const of = { ...entry.value.of, label: nameOf(number) }
    const path = join(sessionsFolderOf(bob.home), `${fingerprint(key)}.json`)
    const value = { ...entry.value, of }
    writeFileSync(path, JSON.stringify({ ...entry, key, value }), { mode: 0o600 })
    utimesSync(path, new Date(entry.until), new Date(entry.until))
  }
}

/** A program that prints more than 600 kB. */
const lines = `sh -c 'yes "$ASSUME_ROLE ${'x'.repeat(90)}" | head -n 7000'`

const linesOfPlain = `env ASSUME_ROLE=plain ${lines}`

interface Row {
  readonly name: string
  readonly prepare?: (bob: ShellSession) => void
  readonly words: string
  /** The command that prints the complete output, if it is not the command itself. */
  readonly whole?: string
}

const commands: readonly Row[] = [
  { name: 'list', words: 'list' },
  { name: 'explain', words: `explain ${nameOf(profileCount - 1)}` },
  { name: 'cache list', prepare: keepMany, words: 'cache list' },
  {
    name: 'each',
    words: `each plain -- ${lines}`,
    whole: `${linesOfPlain} | sed 's/^/plain | /'`,
  },
  { name: 'exec', words: `exec plain -- ${lines}`, whole: linesOfPlain },
]

/** Commands that no wrapper affects, so they run only without a wrapper. */
const otherForms: readonly Row[] = [
  { name: 'list as JSON', words: 'list --format json' },
  {
    name: 'each --group',
    words: `each plain --group -- ${lines}`,
    whole: `(echo '== plain: exit status 0'; ${linesOfPlain})`,
  },
  { name: 'each --json', words: `each plain --json -- ${lines}` },
]

async function open() {
  const bob = new ShellSession(aws, {}, changeableHome)
  const { stderr } = await bob.run(dash, ['assume plain --format process >/dev/null'])
  expect(stderr).toBe('')
  writeFileSync(bob.path('.aws/config'), chain, { flag: 'a' })
  return bob
}

/** Removes the times from the text. */
const withoutTimes = `sed 's/"seconds":[0-9.]*//; s/[0-9hm]* left$//; s/exit status.*//'`

for (const way of [raw(bash), ...wrappedWays]) {
  const rows = way.load.length > 0 ? commands : [...commands, ...otherForms]
  const tests = () => {
    test.each(rows)(
      'a slow reader gets the complete output of $name',
      async ({ prepare, words, whole = `assume ${words}` }) => {
        const bob = await open()
        prepare?.(bob)
        const { stdout, stderr } = await bob.go(way, [
          `${whole} >whole`,
          `assume ${words} | sh -c 'sleep 1; cat' >read`,
          `${withoutTimes} <whole >whole.text; ${withoutTimes} <read >read.text`,
          'cmp whole.text read.text; wc -c <read',
        ])
        expect(stderr).toBe('')
        expect(Number(stdout)).toBeGreaterThan(600 * kilobytes)
      },
    )
  }
  describeIn(way.shell, () => describe(way.name, tests))
}

test('a slow reader gets the complete output of 50 programs of assume each', async () => {
  const bob = await open()
  const profiles = Array.from(
    { length: 50 },
    (_, number) =>
      `[profile many-${number}]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`,
  )
  writeFileSync(bob.path('.aws/config'), profiles.join(''))
  // A line has 100 bytes. If a line were split, the sums would differ.
  const program = 'seq -f %099.0f 400'
  const sums = `awk '{ bytes[$1 " " $2 " " length($3)] += length($3) + 1 } END { for (name in bytes) print name, bytes[name] }'`
  const { stdout, stderr } = await bob.run(bash, [
    `assume each --match 'many-*' -- ${program} | { sleep 1; ${sums}; }`,
  ])
  expect(stderr).toBe('')
  const expected = profiles.map((_, number) => `many-${number} | 99 40000`)
  expect(stdout.split('\n').toSorted()).toEqual(expected.toSorted())
})

describe('the reader of a long list', () => {
  test.each(wrappedWays)('can close the pipe after one line: $name', async ({ shell, ...way }) => {
    const bob = await open()
    const { stdout, stderr } = await bob.go({ shell, ...way }, ['assume list | head -n 1'])
    expect(stdout).toMatch(/^PROFILE +ACCOUNT/)
    expect(stderr).toBe('')
  })
})
