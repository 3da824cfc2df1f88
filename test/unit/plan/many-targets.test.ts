import { describe, expect, it } from 'vitest'
import { namePattern } from '../../../src/plan/many-targets.ts'

describe('a pattern for names', () => {
  it.each([
    ['prod-*', 'prod-a', true],
    ['prod-*', 'prod-', true],
    ['prod-*', 'my-prod-a', false],
    ['prod-?', 'prod-é', true],
    ['prod-?', 'prod-😀', true],
    ['prod-?', 'prod-ab', false],
    ['*', 'a\nb', true],
    ['a.b', 'axb', false],
    ['a+(b)[c]{1}|^$\\/', 'a+(b)[c]{1}|^$\\/', true],
    ['', 'a', false],
    ['Prod', 'prod', false],
  ])('%j and %j: %j', (pattern, name, fits) => {
    expect(namePattern(pattern).test(name)).toBe(fits)
  })
})
