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

it('has the best first: the whole name, its beginning, a part, within, elsewhere, its letters', () => {
  const best = ['prod', 'prod-logs', 'shop-prod', 'reproduce', 'shop', 'p-r-o-d']
  expect(found('prod')).toEqual(best)
  expect(found(' PROD ')).toEqual(best)
})

it('wants all words, wherever they stand', () => {
  expect(found('west prod')).toEqual(['prod-logs'])
  expect(found('1111 shop')).toEqual(['shop'])
  expect(found('prod nowhere')).toEqual([])
})

it('leaves all as they are for nothing', () => {
  expect(found(' ')).toEqual(Object.keys(profiles))
})
