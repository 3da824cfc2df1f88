import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse as parseFile } from '../../../src/config/parse/parse.ts'
import { codePoint } from '../../support/code-point.ts'
import { type Case, expectedReading, strictReading } from './botocore-reading.ts'

interface Fixture extends Case {
  readonly case: string
  readonly error?: string
  readonly reads?: Readonly<Record<string, unknown>>
}

const place = { file: '~/.aws/config', origin: 'config' as const }
const parse = (text: string) => parseFile(text, place)

// The file is not imported, because `__proto__` in a program is not a key of its object.
const FIXTURES = new URL('../../fixtures/aws-config-cases.json', import.meta.url)
const CASES: readonly Fixture[] = JSON.parse(readFileSync(FIXTURES, 'utf8')).cases

describe('the parser agrees with botocore', () => {
  it('in all recorded cases', () => expect(CASES).toHaveLength(103))

  it.each(CASES)('$case', ({ reads, ...files }) => {
    const expected = reads ? expectedReading(reads) : 'refused'
    expect(strictReading(files)).toEqual(expected)
  })
})

function values(text: string): Record<string, unknown> {
  const sections = [...parse(text).sections].map(([name, section]) => {
    const keys = [...section.values].map(([key, value]) => [key, value.value])
    return [name, Object.fromEntries(keys)]
  })
  return Object.fromEntries(sections)
}

describe('the parser continues where botocore rejects the file', () => {
  const refused = (text: string) =>
    parse(text).problems.map(
      ({ line, message }) => `${line}: ${message.replace(/^the AWS CLI refuses this whole /, '')}`,
    )

  it.each([
    {
      what: 'a key twice: the last one',
      text: '[a]\nregion = x\nRegion = y\n',
      reads: { a: { region: 'y' } },
      problems: ['3: file: "region" is there already, in line 2'],
    },
    {
      what: 'a section twice: both as one',
      text: '[a]\nregion = x\n[b]\n[a]\noutput = json\n',
      reads: { a: { region: 'x', output: 'json' }, b: {} },
      problems: ['4: file: [a] is there already, in line 1'],
    },
    {
      what: 'lines above the first section: not at all, and said once',
      text: '# ok\nregion = x\n  y\noutput = z\n[a]\nregion = b\n',
      reads: { a: { region: 'b' } },
      problems: ['2: file: the line stands above the first section'],
    },
    {
      what: 'an open header: its keys do not fall to the section above',
      text: '[a]\nregion = x\n[b\nregion = y\n[c]\nregion = z\n',
      reads: { a: { region: 'x' }, c: { region: 'z' } },
      problems: ['3: file: the section is not closed'],
    },
    {
      what: 'lines that are no key: skipped, without saying what is in them',
      text: '[a]\nregion = x\nS3CRET\n= S3CRET\noutput = json\n',
      reads: { a: { region: 'x', output: 'json' } },
      problems: [
        '3: file: the line is not "key = value"',
        '4: file: the line is not "key = value"',
      ],
    },
    {
      what: 'a line in a block that is no key: skipped',
      text: '[a]\ns3 =\n  # c\n\n  x = 1\n  nonsense\n  y = 2\n',
      reads: {
        a: {
          s3: new Map([
            ['x', '1'],
            ['y', '2'],
          ]),
        },
      },
      problems: ['6: file: the line, in the block below "s3", is not "key = value"'],
    },
    {
      what: 'a bad block that every section inherits: said once',
      text: '[DEFAULT]\ns3 =\n  nonsense\n[a]\n[b]\n',
      reads: { a: { s3: new Map() }, b: { s3: new Map() } },
      problems: ['3: file: the line, in the block below "s3", is not "key = value"'],
    },
    {
      what: 'a byte order mark: skipped',
      text: '\ufeff[a]\nregion = x\n',
      reads: { a: { region: 'x' } },
      problems: ['1: file: it begins with a byte order mark'],
    },
  ])('$what', ({ text, reads, problems }) => {
    expect(values(text)).toEqual(reads)
    expect(refused(text)).toEqual(problems)
  })
})

it('and reports the line of each section, value and continued line', () => {
  const { sections } = parse('\n[a]\r\n# c\rk = v\n\n  more\n')
  expect(sections).toEqual(
    new Map([
      [
        'a',
        {
          line: 2,
          values: new Map([
            [
              'k',
              { value: 'v\n\nmore', line: 4, continued: [{ number: 6, text: 'more' }], ...place },
            ],
          ]),
        },
      ],
    ]),
  )
})

it('and accepts names that are properties of every object', () => {
  const text = ['__proto__', 'constructor', 'toString']
    .map((name) => `[${name}]\n__proto__ = 1\nconstructor = 2\ntostring =\n  __proto__ = 3\n`)
    .join('')
  const { sections, problems } = parse(text)
  expect(problems).toEqual([])
  expect([...sections.keys()]).toEqual(['__proto__', 'constructor', 'toString'])
  for (const { values } of sections.values()) {
    expect([...values.keys()]).toEqual(['__proto__', 'constructor', 'tostring'])
    expect(values.get('tostring')?.value).toEqual(new Map([['__proto__', '3']]))
  }
  expect(({} as Record<string, unknown>)['1']).toBeUndefined()
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted')
})

it('and parses any text without an exception', () => {
  const pieces = fc.constantFrom(
    '[',
    ']',
    '=',
    ':',
    '\n',
    '\r',
    ' ',
    '\t',
    '#',
    ';',
    '"',
    "'",
    '\\',
  )
  const text = fc.oneof(
    fc.string({ unit: codePoint }),
    fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 }))).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(text, (file) => {
      const { problems, sections } = parse(file)
      for (const { line } of problems) expect(line).toBeGreaterThan(0)
      for (const { line } of sections.values()) expect(line).toBeGreaterThan(0)
    }),
  )
})

it('and takes time in proportion to the size of the file', () => {
  const started = performance.now()
  parse(`[a]\nk = ${' '.repeat(200_000)}x${' '.repeat(200_000)}\n${'\n'.repeat(100_000)}`)
  parse(`[${' '.repeat(200_000)}\n${' ='.repeat(100_000)}`)
  expect(performance.now() - started).toBeLessThan(2_000)
})
