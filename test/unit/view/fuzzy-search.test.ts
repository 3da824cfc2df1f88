import { expect, it } from 'vitest'
import { search } from '../../../src/view/picker/fuzzy-search.ts'
import { rowTexts, type SearchTexts } from '../../../src/view/picker/search-texts.ts'

const profiles = {
  'p-r-o-d': '',
  shop: 'arn:aws:iam::111122223333:role/prod-reader',
  reproduce: '',
  'shop-prod': '',
  'prod-logs': 'eu-west-1',
  prod: '',
}

const texts = Object.entries(profiles).map(([name, about]) => rowTexts(name, about))

function matches(names: readonly string[], texts: readonly SearchTexts[], query: string) {
  const found = search(texts, query)
  return found && Array.from({ length: found.length }, (_, at) => names[found.at(at) ?? -1])
}

const found = (query: string) => matches(Object.keys(profiles), texts, query)

it('ranks whole name, prefix, part, substring, other columns and letters in this order', () => {
  const best = ['prod', 'prod-logs', 'shop-prod', 'reproduce', 'shop', 'p-r-o-d']
  expect(found('prod')).toEqual(best)
  expect(found(' PROD ')).toEqual(best)
})

it('requires all words, in any order', () => {
  expect(found('west prod')).toEqual(['prod-logs'])
  expect(found('1111 shop')).toEqual(['shop'])
  expect(found('prod nowhere')).toEqual([])
})

it('returns no places for an empty search, which everything matches', () => {
  expect(found(' ')).toBeUndefined()
})

const roles = ['payments-prod/ReadOnly', 'payments-prod/Admin', 'data-lake/Admin', 'produce/Admin']

const names = roles.map((name) => rowTexts(name, ''))

it.each([
  ['prod adm', ['produce/Admin', 'payments-prod/Admin']],
  ['datlake', ['data-lake/Admin']],
  ['pmt adm', ['payments-prod/Admin']],
  // One typing error: swapped, left out, too much, another letter.
  ['prdo', ['payments-prod/ReadOnly', 'payments-prod/Admin', 'produce/Admin']],
  ['paymnets', ['payments-prod/ReadOnly', 'payments-prod/Admin']],
  ['raedonly', ['payments-prod/ReadOnly']],
  ['readonlyy', ['payments-prod/ReadOnly']],
  ['produse', ['produce/Admin']],
  ['amdin pyaments', ['payments-prod/Admin']],
  ['amdin 1', []],
  ['"(+ -', []],
])('finds for %j, best first: %j', (query, best) => {
  expect(matches(roles, names, query)).toEqual(best)
})

it('takes no word for mistyped that is somewhere as it is', () => {
  expect(matches(roles, names, 'produce')).toEqual(['produce/Admin'])
  expect(
    matches(
      ['team-dev', 'team-deb'],
      [rowTexts('team-dev', ''), rowTexts('team-deb', '')],
      'team-dev',
    ),
  ).toEqual(['team-dev'])
})

it('ignores accents, joiners and case', () => {
  const odd = ['Größe', 'e\u0301quipe', '👨‍👩‍👧', 'שָׁלוֹם']
  const texts = odd.map((name) => rowTexts(name, ''))
  for (const [query, found] of [
    ['grosse', []],
    ['GRO', ['Größe']],
    ['équi', ['e\u0301quipe']],
    ['👨👩', ['👨‍👩‍👧']],
    ['שלום', ['שָׁלוֹם']],
  ] as const) {
    expect(matches(odd, texts, query)).toEqual(found)
  }
})
