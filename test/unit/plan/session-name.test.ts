import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkedSessionName, derivedSessionName } from '../../../src/plan/values/session-name.ts'

describe('a name of our own making', () => {
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
  ])('from %j is %j', (user, name) => {
    expect(derivedSessionName(user)).toBe(name)
  })

  it('is one that AWS takes, whatever the user is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (user) => {
        const name = derivedSessionName(user)
        expect(checkedSessionName(name, 'derived')).toBe(name)
      }),
    )
  })
})

describe('a name that someone chose', () => {
  it.each(['Bob', 'ab', 'x'.repeat(64), '_+=,.@-'])('%j stays as it is', (name) => {
    expect(checkedSessionName(name, '--session-name')).toBe(name)
  })

  it.each(['', 'x', 'x'.repeat(65), 'a b', 'é2', 'a/b', 'a:b', "a'b", 'ab\n', '$(id)'])(
    '%j is refused, not changed',
    (name) => {
      expect(() => checkedSessionName(name, 'here')).toThrow(
        `here: "${name}" is not a role session name`,
      )
    },
  )
})
