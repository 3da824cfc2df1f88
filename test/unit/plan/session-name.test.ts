import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkedSessionName, derivedSessionName } from '../../../src/model/values/session-name.ts'
import { codePoint } from '../../support/code-point.ts'

describe('a generated session name', () => {
  it.each([
    ['Bob', 'Bob'],
    ['bob@example.com', 'bob@example.com'],
    ['a+b=c,d.e-f_g', 'a+b=c,d.e-f_g'],
    ['Zoë Müller', 'Zoe-Muller'],
    ['CORP\\bob', 'CORP-bob'],
    ['a  b', 'a-b'],
    ['日本', 'assume--'],
    ['x', 'assume-x'],
    ['', 'assume-'],
    ['n'.repeat(80), 'n'.repeat(64)],
  ])('for %j is %j', (user, name) => {
    expect(derivedSessionName(user)).toBe(name)
  })

  it('is valid for every user name', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), (user) => {
        const name = derivedSessionName(user)
        expect(checkedSessionName(name, 'derived')).toBe(name)
      }),
    )
  })
})

describe('a chosen session name', () => {
  it.each(['Bob', 'ab', 'x'.repeat(64), '_+=,.@-'])('%j is used unchanged', (name) => {
    expect(checkedSessionName(name, '--session-name')).toBe(name)
  })

  it.each(['', 'x', 'x'.repeat(65), 'a b', 'é2', 'a/b', 'a:b', "a'b", 'ab\n', '$(id)'])(
    '%j is rejected, not changed',
    (name) => {
      expect(() => checkedSessionName(name, 'here')).toThrow(
        `here: "${name}" is not a role session name`,
      )
    },
  )
})
