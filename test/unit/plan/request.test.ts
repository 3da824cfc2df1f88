import { describe, expect, it } from 'vitest'
import { targetName, targetOf } from '../../../src/plan/request.ts'

const arn = 'arn:aws:iam::123456789012:role/admin'

const read = (words: readonly string[], profile?: string, tokenCode?: string) =>
  targetOf({ words, profile, tokenCode })

describe('the words of a command line', () => {
  it.each([
    ['prod', { target: { kind: 'profile', profile: 'prod' } }],
    ['prod 123456', { target: { kind: 'profile', profile: 'prod' }, code: '123456' }],
    ['Bob admin', { target: { kind: 'user-role', user: 'Bob', role: 'admin' } }],
    [
      'Bob admin 000000',
      { target: { kind: 'user-role', user: 'Bob', role: 'admin' }, code: '000000' },
    ],
    [
      'Bob 123456 654321',
      { target: { kind: 'user-role', user: 'Bob', role: '123456' }, code: '654321' },
    ],
    [`Bob ${arn}`, { target: { kind: 'user-role', user: 'Bob', role: arn } }],
    [arn, { target: { kind: 'role', roleArn: arn } }],
    [`${arn} 123456`, { target: { kind: 'role', roleArn: arn }, code: '123456' }],
    ['a:b', { target: { kind: 'sso-role', word: 'a:b', account: 'a', role: 'b' } }],
    ['a:b:c', { target: { kind: 'sso-role', word: 'a:b:c', account: 'a:b', role: 'c' } }],
    ['a:', { target: { kind: 'profile', profile: 'a:' } }],
    [':b', { target: { kind: 'profile', profile: ':b' } }],
    ['a:b/c', { target: { kind: 'profile', profile: 'a:b/c' } }],
  ])('%s', (line, request) => {
    expect(read(line.split(' '))).toEqual(request)
    const name = targetName(read(line.split(' ')).target)
    expect(line.startsWith(name)).toBe(true)
  })

  it('can contain spaces in names', () => {
    expect(read(['Prod Account:Admin']).target).toMatchObject({ account: 'Prod Account' })
    expect(read([], 'a:b').target).toEqual({ kind: 'profile', profile: 'a:b' })
  })

  it('can be options', () => {
    expect(read([], 'unset', '123 456')).toEqual({
      target: { kind: 'profile', profile: 'unset' },
      code: '123456',
    })
    expect(read(['123456'], 'unset')).toMatchObject({ code: '123456' })
  })

  it.each([
    [[], undefined, undefined, 'no target'],
    [['123456'], undefined, undefined, 'no target'],
    [['a', 'b', 'c'], undefined, undefined, 'too many words after "a"'],
    [['a', 'b', '12345'], undefined, undefined, 'too many words after "a"'],
    [['a', '123456'], undefined, '123456', 'two codes: 123456 and --token-code'],
    [['a'], 'b', undefined, '--profile "b" and "a" both name a target'],
    [['a'], undefined, '12345', 'an MFA code is six digits'],
    [['a'], undefined, '', 'an MFA code is six digits'],
    [['arn: x'], undefined, undefined, '"arn: x" is not the ARN of a role'],
    [[arn, 'x'], undefined, undefined, '"x" after a role ARN is not a code'],
  ])('%j, --profile %j, --token-code %j: %s', (words, profile, tokenCode, message) => {
    expect(() => read(words, profile, tokenCode)).toThrow(message)
  })
})
