import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { codePoint } from '../../support/code-point.ts'
import { type Case, expectedReading, strictReading } from './botocore-reading.ts'

const SCRIPT = fileURLToPath(new URL('botocore-reading.py', import.meta.url))
const hasBotocore = spawnSync('python3', ['-c', 'import botocore.configloader']).status === 0

const word = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'region',
    'Region',
    'x y',
    'É',
    'İ',
    '__proto__',
    '%(a)s',
    '',
    '\u00a0',
  ),
  fc.string({ unit: codePoint, maxLength: 3 }),
)
const space = fc.constantFrom(
  '',
  '',
  '',
  ' ',
  '  ',
  '\t',
  '\u00a0',
  '\x1c',
  '\x85',
  '\u2028',
  '\ufeff',
)
const quote = fc.constantFrom('', '', '', '"', "'", '\\')
const end = fc.constantFrom('\n', '\n', '\n', '\r\n', '\r', '\v', '\f', '\x1e', '\u2029')

const joined = (...parts: fc.Arbitrary<string>[]) =>
  fc.tuple(...parts).map((texts) => texts.join(''))

const kind = fc.constantFrom(
  'profile',
  'profile',
  'sso-session',
  'services',
  'Profile',
  'profilex',
  '',
)
const header = fc.oneof(
  fc.constantFrom(
    '[default]',
    '[profile default]',
    '[DEFAULT]',
    '[a]',
    '[profile a]',
    '[services a]',
  ),
  joined(
    fc.constant('['),
    kind,
    fc.constantFrom(' ', ' ', '\t', ''),
    quote,
    word,
    quote,
    fc.constant(']'),
  ),
  joined(fc.constant('[profile '), word, fc.constantFrom('] # c', ']x', ']]', '', '] [y]')),
)
const key = joined(word, space, fc.constantFrom('=', '=', ':', '', '=='), space, quote, word, quote)
const uniqueKey = fc.nat(9_999).chain((n) => key.map((text) => `k${n}${text}`))
const block = joined(fc.constant('s3 =\n  '), uniqueKey, fc.constant('\n\n  '), uniqueKey)
const comment = joined(fc.constantFrom('#', ';'), word)
const line = joined(
  space,
  fc.oneof(
    { weight: 4, arbitrary: header },
    { weight: 8, arbitrary: uniqueKey },
    { weight: 1, arbitrary: key },
    { weight: 2, arbitrary: block },
    { weight: 2, arbitrary: comment },
    { weight: 1, arbitrary: fc.constant('') },
  ),
  end,
)
// Files begin with a section and are short, because botocore rejects most other files.
const start = fc.constantFrom('[profile a]\n', '[default]\n', '[DEFAULT]\n')
const file = fc
  .tuple(start, fc.array(line, { maxLength: 4 }))
  .map(([first, lines]) => first + lines.join(''))

it.skipIf(!hasBotocore)('parses 300 unusual files as the installed botocore does', () => {
  const numRuns = 300
  const cases = fc.sample(fc.record({ config: file, credentials: file }), { numRuns, seed: 1 })
  const { stdout, stderr } = spawnSync('python3', [SCRIPT], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    env: { ...process.env, PYTHONUTF8: '1' },
    maxBuffer: 64 * 1024 * 1024,
  })
  expect(stderr).toBe('')
  const readings: ('refused' | Record<string, unknown>)[] = JSON.parse(stdout)
  const expected = readings.map((reading) =>
    reading === 'refused' ? reading : expectedReading(reading),
  )
  const found = cases.map((each: Case) => strictReading(each))
  const differing = cases
    .map((files, index) => ({ files, expected: expected[index], found: found[index] }))
    .filter(({ expected, found }) => JSON.stringify(expected) !== JSON.stringify(found))
  expect(differing).toEqual([])
  // The comparison is meaningful only if the files are of both kinds.
  const refused = readings.filter((reading) => reading === 'refused').length
  expect(refused).toBeGreaterThan(numRuns / 10)
  expect(refused).toBeLessThan((numRuns * 9) / 10)
})
