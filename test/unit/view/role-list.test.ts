import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IndexedAccount } from '../../../src/plan/sso/index-line.ts'
import { type IndexHeader, indexText, SsoIndex } from '../../../src/plan/sso/sso-index.ts'
import { search } from '../../../src/view/picker/fuzzy-search.ts'
import { roleChoice } from '../../../src/view/picker/role-choice.ts'
import { RoleList } from '../../../src/view/picker/role-list.ts'
import { rowTexts } from '../../../src/view/picker/search-texts.ts'

const session = {
  name: 'corp',
  region: 'eu-west-1',
  startUrl: 'https://corp.awsapps.com/start',
  scopes: [],
}

const header: IndexHeader = { startedAt: 1, isComplete: true, next: undefined, session }

function account(place: number, accountName: string, ...roles: string[]): IndexedAccount {
  const accountId = `${100_000_000_000 + place}`
  return { accountId, accountName, email: `aws+${place}@example.com`, roles, state: 'current' }
}

const listOf = (accounts: readonly IndexedAccount[], separate: readonly string[] = []) =>
  new RoleList(
    [{ session, index: new SsoIndex(indexText(header, accounts)) }],
    new Set(separate),
    (role) => roleChoice(role, () => []),
  )

const rowsOf = (list: ReturnType<typeof listOf>) =>
  Array.from({ length: list.length }, (_, row) => list.at(row)?.name)

const accounts = [
  account(1, 'payments', 'Admin', 'ReadOnly'),
  account(2, 'empty'),
  account(3, 'Größe \\ \t', 'Admin'),
  account(4, 'twice', 'Admin'),
  account(5, 'twice', 'Admin', 'ReadOnly'),
  account(6, '123456789012', 'Admin'),
]

const words = [
  'payments:Admin',
  'payments:ReadOnly',
  'Größe \\ \\x09:Admin',
  '100000000004:Admin',
  '100000000005:Admin',
  '100000000005:ReadOnly',
  '100000000006:Admin',
]

describe('a list of roles', () => {
  it('has each role of each account, with the number where the name is not enough', () => {
    const list = listOf(accounts)
    expect(rowsOf(list)).toEqual(words)
    expect(list.at(-1)).toBeUndefined()
    expect(list.at(words.length)).toBeUndefined()
  })

  it('has those aside that were used before', () => {
    const list = listOf(accounts, ['payments:ReadOnly', '100000000005:Admin', 'gone:Admin'])
    const others = words.filter((_, row) => row !== 1 && row !== 4)
    expect(rowsOf(list)).toEqual(others)
    expect(list.separate('100000000005:Admin').map(({ name }) => name)).toEqual([words[4]])
    expect(list.separate('gone:Admin')).toEqual([])
    expect(search(list.texts(), 'readonly')?.at(0)).toBe(others.indexOf('100000000005:ReadOnly'))
  })

  it.each([
    ['pay', [0, 1]],
    ['grosse', []],
    ['GROS', []],
    ['groß', [2]],
    ['gro', [2]],
    ['corp admin', [0, 2, 3, 4, 6]],
    ['aws+4@', [3]],
    ['twice', [3, 4, 5]],
    ['payments:r', [1]],
  ])('is searched for %j', (query, rows) => {
    const found = search(listOf(accounts).texts(), query)
    expect(Array.from({ length: found?.length ?? 0 }, (_, place) => found?.at(place))).toEqual(rows)
  })
})

const letters = fc.string({ unit: fc.constantFrom(...'abc1:-é'), minLength: 1, maxLength: 6 })
const role = fc.string({ unit: fc.constantFrom(...'abc1-'), minLength: 1, maxLength: 6 })

it('is searched as if each row had texts of its own', () => {
  const name = fc.uniqueArray(letters, { minLength: 1, maxLength: 8 })
  const roles = fc.array(role, { minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(name, roles, fc.array(letters, { maxLength: 2 }), (names, all, query) => {
      const list = listOf(names.map((each, place) => account(place, each, ...all)))
      const flat = rowsOf(list).map((_, row) => {
        const item = list.at(row)
        return rowTexts(item?.name ?? '', item?.about() ?? '')
      })
      const found = search(list.texts(), query.join(' '))
      const expected = search(flat, query.join(' '))
      expect(found?.length).toBe(expected?.length)
      for (let place = 0; place < (found?.length ?? 0); place++) {
        expect(found?.at(place)).toBe(expected?.at(place))
      }
    }),
    { numRuns: 500 },
  )
})
