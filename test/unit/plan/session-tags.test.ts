import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UsageError } from '../../../src/model/errors.ts'
import { arn, failure, keys, plan, silent } from './planning.ts'

const credentials = `[bob]\n${keys(silent)}`

const profile = (...lines: string[]) =>
  `[profile prod]\nrole_arn = ${arn('r')}\nsource_profile = bob\n${lines.join('\n')}\n`

/** The tags and the source identity of the last call. */
function input(lines: readonly string[], options = {}) {
  const made = plan('prod', { config: profile(...lines), credentials, options })
  if ('need' in made) throw new Error('needs something')
  const {
    RoleArn: _,
    RoleSessionName: __,
    ...rest
  } = (made.value.steps.at(-1)?.input ?? {}) as Record<string, unknown>
  return rest
}

const tag = (Key: string, Value: string) => ({ Key, Value })

describe('session tags', () => {
  it.each([
    ['none', [], {}, {}],
    ['of the profile', ['session_tags = a=1,b=2'], {}, { Tags: [tag('a', '1'), tag('b', '2')] }],
    [
      'of the profile, without the spaces around them',
      ['session_tags = a b = x  y , c='],
      {},
      { Tags: [tag('a b', 'x  y'), tag('c', '')] },
    ],
    ['whose value has a =', ['session_tags = a=b=c='], {}, { Tags: [tag('a', 'b=c=')] }],
    ['of options', [], { tags: ['a=1', 'b= 2'] }, { Tags: [tag('a', '1'), tag('b', ' 2')] }],
    [
      'of both: an option replaces the same key in any case',
      ['session_tags = Team=blue,cost=1'],
      { tags: ['team=red', 'x=y'] },
      { Tags: [tag('team', 'red'), tag('cost', '1'), tag('x', 'y')] },
    ],
    [
      'that the profile and an option make transitive',
      ['session_tags = a=1,B=2,c=3', 'transitive_session_tags = a, b'],
      { transitiveTags: ['A', 'c'] },
      { Tags: [tag('a', '1'), tag('B', '2'), tag('c', '3')], TransitiveTagKeys: ['a', 'B', 'c'] },
    ],
    [
      'of an option, which the profile makes transitive',
      ['session_tags = a=1', 'transitive_session_tags = a'],
      { tags: ['A=2'] },
      { Tags: [tag('A', '2')], TransitiveTagKeys: ['A'] },
    ],
    ['in any script', [], { tags: ['équipe=青 1'] }, { Tags: [tag('équipe', '青 1')] }],
  ])('%s', (_, lines, options, expected) => {
    expect(input(lines, options)).toEqual(expected)
  })

  it('can be at most 50, in total', () => {
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, at) => `k${from + at}=v`)
    const lines = [`session_tags = ${many(0, 49).join(',')}`]
    expect(input(lines, { tags: ['k49=v', 'k0=w'] }).Tags).toHaveLength(50)
    expect(() => input(lines, { tags: many(49, 51) })).toThrow('--tag: 51 tags, and AWS takes 50')
    const tooMany = [`session_tags = ${many(0, 51).join(',')}`]
    expect(() => input(tooMany)).toThrow('~/.aws/config:4, session_tags: 51 tags, and AWS takes 50')
  })

  const wrong: readonly [string, string][] = [
    ['a', '"a" is not a tag'],
    ['', '"" is not a tag'],
    ['=x', '"" is not the key of a tag'],
    ['a#b=x', '"a#b" is not the key of a tag'],
    ['a=x*', '"x*" is not the value of a tag'],
    ['a=x\ny', '"x\ny" is not the value of a tag'],
    [`${'k'.repeat(129)}=x`, `"${'k'.repeat(129)}" is not the key of a tag`],
    [`a=${'v'.repeat(257)}`, `"${'v'.repeat(257)}" is not the value of a tag`],
  ]

  it.each(wrong)('cannot be %j on the command line', (text, message) => {
    expect(failure(() => input([], { tags: [text] }))).toBe(`2 --tag: ${message}`)
  })

  it.each(wrong.filter(([text]) => !text.includes('\n')))(
    'cannot be %j in a profile',
    (text, message) => {
      const lines = [`session_tags = ok=1,${text}`]
      expect(failure(() => input(lines))).toBe(`1 ~/.aws/config:4, session_tags: ${message}`)
    },
  )

  it('can have the maximum length of AWS', () => {
    const [Key, Value] = ['k'.repeat(128), 'v'.repeat(256)]
    expect(input([], { tags: [`${Key}=${Value}`] })).toEqual({ Tags: [{ Key, Value }] })
  })

  it.each([
    [[], { tags: ['a=1', 'A=2'] }, '--tag: "a" and "A" are one key, and have two values'],
    [
      ['session_tags = a=1,a=1'],
      { tags: ['a=2'] },
      '~/.aws/config:4, session_tags: "a" and "a" are one key, and have two values',
    ],
    [[], { transitiveTags: ['a'] }, '--transitive-tag: "a" is the key of no tag of this session'],
    [
      ['session_tags = a=1', 'transitive_session_tags = a,b'],
      {},
      '~/.aws/config:5, transitive_session_tags: "b" is the key of no tag of this session',
    ],
    [['session_tags ='], {}, '~/.aws/config:4, session_tags: "" is not a tag'],
    [
      ['session_tags =', '  a = 1'],
      {},
      '~/.aws/config:4, session_tags: the value does not begin on the line of its key',
    ],
  ])('%j with %j are rejected', (lines, options, message) => {
    expect(() => input(lines, options)).toThrow(message)
  })

  it('are sent unchanged or rejected, for every text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (key, value) => {
          try {
            const text = `${key}=${value}`
            const [sent] = input([], { tags: [text] }).Tags as { Key: string; Value: string }[]
            expect(`${sent?.Key}=${sent?.Value}`).toBe(text)
            expect(text).not.toMatch(/[,;#'"$`\\\n]/)
          } catch (error) {
            if (!(error instanceof UsageError)) throw error
          }
        },
      ),
    )
  })
})

describe('the source identity', () => {
  it.each([
    ['of the profile', ['source_identity = bob@example.com'], {}, 'bob@example.com'],
    ['of the option', [], { sourceIdentity: 'eve' }, 'eve'],
    [
      'of the option before the profile’s',
      ['source_identity = bob'],
      { sourceIdentity: 'eve' },
      'eve',
    ],
  ])('%s', (_, lines, options, SourceIdentity) => {
    expect(input(lines, options)).toEqual({ SourceIdentity })
  })

  it.each(['x', '', 'a b', 'aws:x', 'AWS:bob', 'é'.repeat(3), 'x'.repeat(65)])(
    'cannot be %j',
    (text) => {
      const message = `"${text}" is not a source identity`
      expect(failure(() => input([], { sourceIdentity: text }))).toBe(
        `2 --source-identity: ${message}`,
      )
      expect(failure(() => input([`source_identity = ${text}`]))).toBe(
        `1 ~/.aws/config:4, source_identity: ${message}`,
      )
    },
  )
})

describe('in a chain of roles', () => {
  const config = `${profile('session_tags = a=1', 'source_identity = bob')}
[profile last]
role_arn = ${arn('last')}
source_profile = prod
session_tags = b=2
`

  it('keys of a profile apply to its own role, and options to the last role', () => {
    const options = { tags: ['c=3'], policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }
    expect(plan('last', { config, credentials, options })).toMatchObject({
      value: {
        steps: [
          { input: { Tags: [tag('a', '1')], SourceIdentity: 'bob' } },
          {
            input: {
              Tags: [tag('b', '2'), tag('c', '3')],
              PolicyArns: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
            },
          },
        ],
      },
    })
    const made = plan('last', { config, credentials, options })
    if ('need' in made) throw new Error('needs something')
    expect(made.value.steps[0]?.input).not.toHaveProperty('PolicyArns')
    expect(made.value.steps[1]?.input).not.toHaveProperty('SourceIdentity')
  })

  it('a role ARN receives only the options', () => {
    const config = profile('session_tags = a=1')
    const options = { sourceProfile: 'prod', tags: ['c=3'] }
    expect(plan(arn('other'), { config, credentials, options })).toMatchObject({
      value: {
        steps: [{ input: { Tags: [tag('a', '1')] } }, { input: { Tags: [tag('c', '3')] } }],
      },
    })
  })
})

describe('before any call to AWS', () => {
  it('an invalid tag is rejected, even if the user of the credentials is unknown', () => {
    const ask = { config: profile(), credentials }
    expect(plan('prod 123456', ask)).toHaveProperty('need')
    expect(() => plan('prod 123456', { ...ask, options: { tags: ['x'] } })).toThrow(UsageError)
  })
})
