import { expect, it } from 'vitest'
import { search } from '../../../src/view/picker/fuzzy-search.ts'

const profiles = {
  'p-r-o-d': '',
  shop: 'arn:aws:iam::111122223333:role/prod-reader',
  reproduce: '',
  'shop-prod': '',
  'prod-logs': 'eu-west-1',
  prod: '',
}

const texts = Object.entries(profiles).map(([name, about]) => ({ name, about }))

const found = (query: string) => search(Object.keys(profiles), texts, query)

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

it('returns all choices for an empty search', () => {
  expect(found(' ')).toEqual(Object.keys(profiles))
})
