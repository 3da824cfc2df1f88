import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AssumeError, UsageError } from '../../../src/model/errors.ts'
import { type Asked, arn, failure, keys, plan, silent } from './planning.ts'

const credentials = `[bob]\n${keys(silent)}`

const profile = (...lines: string[]) =>
  `[profile prod]\nrole_arn = ${arn('r')}\nsource_profile = bob\n${lines.join('\n')}\n`

function input(lines: readonly string[], asked: Partial<Asked> = {}) {
  const made = plan('prod', { config: profile(...lines), credentials, ...asked })
  if ('need' in made) throw new Error('needs something')
  const {
    RoleArn: _,
    RoleSessionName: __,
    ...rest
  } = (made.value.steps.at(-1)?.input ?? {}) as Record<string, unknown>
  return rest
}

const readOnly = 'arn:aws:iam::aws:policy/ReadOnlyAccess'
const own = 'arn:aws-cn:iam::123456789012:policy/team/own'
const policy = '{"Version":"2012-10-17","Statement":[]}'
const spread = '{\n  "Version": "2012-10-17",\n  "Statement": [ ]\n}\n'
const files = {
  'p.json': { text: spread },
  '/p.json': { text: spread },
  '~/p.json': { text: spread },
}

describe('a session policy', () => {
  it.each<[string, readonly string[], Asked['options'], object]>([
    ['of the profile', [`policy = ${policy}`], {}, { Policy: policy }],
    [
      'on several lines',
      ['policy = {', '  "Version": "2012-10-17",', '  "Statement": []', '  }'],
      {},
      { Policy: policy },
    ],
    ['in a file of the profile', ['policy = file:///p.json'], {}, { Policy: policy }],
    ['in a file of the home directory', ['policy = ~/p.json'], {}, { Policy: policy }],
    ['of the option', [], { policy: ` ${spread}` }, { Policy: policy }],
    ['in a file of the option', [], { policy: 'p.json' }, { Policy: policy }],
    ['in a file of the option, as a URL', [], { policy: 'file://p.json' }, { Policy: policy }],
    [
      'managed, of the profile',
      [`policy_arns = ${readOnly}, ${own}`],
      {},
      { PolicyArns: [{ arn: readOnly }, { arn: own }] },
    ],
    ['managed, of the option', [], { policyArns: [own] }, { PolicyArns: [{ arn: own }] }],
    [
      'of the option, which replaces those of the profile',
      [`policy = ${policy}`, `policy_arns = ${own}`],
      { policyArns: [readOnly] },
      { PolicyArns: [{ arn: readOnly }] },
    ],
    ['of the option, in the other order', [`policy_arns = ${own}`], { policy }, { Policy: policy }],
    [
      'of both kinds',
      [`policy = ${policy}`, `policy_arns = ${own}`],
      {},
      { Policy: policy, PolicyArns: [{ arn: own }] },
    ],
  ])('%s', (_, lines, options = {}, expected) => {
    expect(input(lines, { options, files })).toEqual(expected)
  })

  const long = (length: number) => `{"Sid":"${'x'.repeat(length - 10)}"}`

  it('can have 2,048 characters without white space', () => {
    expect(input([], { options: { policy: ` ${long(2048)}\n\n` } })).toEqual({ Policy: long(2048) })
  })

  it.each<[string, string]>([
    ['', 'a policy without a name does not exist'],
    ['nowhere.json', 'nowhere.json does not exist'],
    ['file://nowhere.json', 'nowhere.json does not exist'],
    ['file://', 'a policy without a name does not exist'],
    ["'{}'", "'{}' does not exist"],
    ['[]', 'a policy is a JSON object: {"Version": "2012-10-17", "Statement": …}'],
    ['"x"', 'a policy is a JSON object: {"Version": "2012-10-17", "Statement": …}'],
    [long(2049), 'the policy has 2049 characters, and AWS takes 2048'],
    ['{"Sid":"日"}', 'AWS takes no "日" in a session policy'],
  ])('cannot be %j', (text, message) => {
    expect(failure(() => input([], { options: { policy: text } }))).toBe(`2 --policy: ${message}`)
  })

  it('is rejected with a hint about the valid form', () => {
    const hints = (text: string) => {
      try {
        return input([], { options: { policy: text } })
      } catch (error) {
        return error instanceof AssumeError ? error.hints : error
      }
    }
    expect(hints('{"Sid":"日"}')).toEqual(['write it as "\\u65e5"'])
    expect(hints('{"Sid":"😀"}')).toEqual(['write it as "\\ud83d\\ude00"'])
  })

  it.each<[readonly string[], string]>([
    [['policy = {'], '~/.aws/config:4, policy: the policy is not JSON: '],
    [
      ["policy = '{}'"],
      `~/.aws/config:4, policy: "'{}'" is neither a policy nor the whole path of a file`,
    ],
    [['policy ='], '~/.aws/config:4, policy: "" is neither a policy nor the whole path of a file'],
    [
      ['policy = p.json'],
      '~/.aws/config:4, policy: "p.json" is neither a policy nor the whole path of a file',
    ],
    [
      ['policy = file://p.json'],
      '"file://p.json" is neither a policy nor the whole path of a file',
    ],
    [['policy = /q.json'], '~/.aws/config:4, policy: /q.json does not exist'],
    [
      ['policy =', '  Version = x'],
      '~/.aws/config:4, policy: the value does not begin on the line of its key',
    ],
    [['policy_arns ='], '~/.aws/config:4, policy_arns: "" is not the ARN of a policy'],
    [[`policy_arns = ${own},`], '~/.aws/config:4, policy_arns: "" is not the ARN of a policy'],
    [['policy_arns = ReadOnlyAccess'], '"ReadOnlyAccess" is not the ARN of a policy'],
    [[`policy_arns = ${Array(11).fill(own).join(',')}`], '11 managed policies, and AWS takes 10'],
  ])('of a profile cannot be %j', (lines, message) => {
    expect(() => input(lines, { files })).toThrow(message)
    expect(() => input(lines, { files })).not.toThrow(UsageError)
  })

  it('has a total size limit, together with managed policies', () => {
    const sized = (length: number) => JSON.stringify({ a: 'x'.repeat(length - 8) })
    const most = 2048 - readOnly.length - own.length
    const both = `policy_arns = ${readOnly}, ${own}`
    expect(input([`policy = ${sized(most)}`, both])).toHaveProperty('Policy', sized(most))
    expect(() => input([`policy = ${sized(most + 1)}`, both])).toThrow(
      '~/.aws/config:5, policy_arns: the session policy and the ARNs have 2049 characters together, and AWS takes 2048',
    )
    const options = { policy: sized(most + 1), policyArns: [readOnly, own] }
    expect(() => input([], { options })).toThrow(UsageError)
    const long = `arn:aws:iam::123456789012:policy/${'x'.repeat(1000)}`
    expect(() => input([], { options: { policyArns: [long, long] } })).toThrow(
      '--policy-arn: the ARNs have 2066 characters together, and AWS takes 2048',
    )
  })

  it('is rejected with the name of the invalid file', () => {
    const bad = { 'p.json': { text: '{' } }
    expect(() => input([], { options: { policy: 'p.json' }, files: bad })).toThrow(
      '--policy, p.json: the policy is not JSON: ',
    )
  })

  it('is sent with the same meaning', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t', '\n', '   '), (value, space) => {
        const latin = JSON.stringify({ value }, undefined, space).replaceAll(
          /[^\x20-\x7e\s]/g,
          (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
        )
        if (latin.replaceAll(/\s/g, '').length > 2000) return
        const { Policy } = input([], { options: { policy: latin } })
        expect(JSON.parse(`${Policy}`)).toEqual(JSON.parse(latin))
      }),
    )
  })

  it('with a repeated key is sent unchanged, and AWS rejects it', () => {
    const twice = '{"Effect":"Allow","Effect":"Deny"}'
    expect(input([], { options: { policy: twice } })).toEqual({ Policy: twice })
  })

  it.each(['x', `${own} `, 'arn:aws:iam::123456789012:role/x', 'arn:aws:iam::1:policy/x'])(
    'cannot be the managed policy %j',
    (text) => {
      expect(failure(() => input([], { options: { policyArns: [text] } }))).toBe(
        `2 --policy-arn: "${text}" is not the ARN of a policy`,
      )
    },
  )
})

describe('a session policy without a role', () => {
  it.each([`policy = ${policy}`, `policy_arns = ${own}`, 'policy = nonsense'])(
    'is rejected for a profile with credentials and %j',
    (line) => {
      const config = `[profile bob]\n${line}\n\n${profile()}`
      const [key] = line.split(' ')
      const message = `~/.aws/config:2, ${key}: it limits a role session, and the credentials of "bob" are taken as they are`
      expect(() => plan('bob', { config, credentials })).toThrow(message)
      expect(() => plan('prod', { config, credentials })).toThrow(message)
      expect(() => plan(`bob ${arn('r')}`, { config, credentials })).toThrow(message)
    },
  )

  it('is an error, unlike session tags and source identity, which cause a warning', () => {
    const config = `[profile bob]\nsession_tags = a=1\nsource_identity = bob\n\n${profile()}`
    const notes = [
      '~/.aws/config:2, session_tags is ignored: only a role session has such a thing',
      '~/.aws/config:3, source_identity is ignored: only a role session has such a thing',
    ]
    expect(plan('bob', { config, credentials })).toMatchObject({ value: { notes } })
    expect(plan('prod', { config, credentials })).toMatchObject({ value: { notes } })
  })

  it('is accepted for a profile that is its own source', () => {
    const config = `[profile self]\nrole_arn = ${arn('r')}\nsource_profile = self\npolicy = ${policy}\n`
    const made = plan('self', { config, credentials: `[self]\n${keys(silent)}` })
    expect(made).toMatchObject({ value: { steps: [{ input: { Policy: policy } }], notes: [] } })
  })
})

describe('a role that is assumed with a token', () => {
  const config = (...lines: string[]) =>
    `[profile pod]\nrole_arn = ${arn('pod')}\nweb_identity_token_file = /t\n${lines.join('\n')}\n`

  it('accepts session policies', () => {
    const asked = { config: config(`policy = ${policy}`), options: { policyArns: [own] } }
    expect(plan('pod', { config: asked.config })).toMatchObject({
      value: { steps: [{ operation: 'AssumeRoleWithWebIdentity', input: { Policy: policy } }] },
    })
    expect(plan('pod', asked)).toMatchObject({
      value: { steps: [{ input: { PolicyArns: [{ arn: own }] } }] },
    })
  })

  it.each(['session_tags = a=1', 'transitive_session_tags = a', 'source_identity = bob'])(
    'is rejected if its profile contains %j',
    (line) => {
      expect(() => plan('pod', { config: config(line) })).toThrow(
        `~/.aws/config:4, ${line.split(' ')[0]}: AWS accepts none for a role of a web identity`,
      )
    },
  )

  it.each([
    [{ tags: ['a=1'] }, '--tag'],
    [{ transitiveTags: ['a'] }, '--transitive-tag'],
    [{ sourceIdentity: 'bob' }, '--source-identity'],
  ])('is rejected with %j', (options, option) => {
    expect(failure(() => plan('pod', { config: config(), options }))).toBe(
      `2 ${option} cannot be used with a role of a web identity: AssumeRoleWithWebIdentity does not support it`,
    )
  })
})
