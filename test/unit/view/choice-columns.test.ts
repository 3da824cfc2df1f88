import { expect, it } from 'vitest'
import { inColumns } from '../../../src/view/picker/choice-columns.ts'

const rows = [
  ['111122223333', 'cached 59 min', 'MFA', '', 'Developer'],
  ['', '', '', '', '漢字'],
  ['444455556666', '', 'MFA', '', 'Administrator'],
]

it('aligns the cells of a column, and omits empty columns', () => {
  expect(inColumns(rows, 60)).toEqual([
    '  111122223333  cached 59 min  MFA  Developer',
    '                                    漢字',
    '  444455556666                 MFA  Administrator',
  ])
})

it('omits a column that does not fit, and continues with the next one that does', () => {
  expect(inColumns(rows, 20)).toEqual(['  111122223333  MFA', '', '  444455556666  MFA'])
  expect(inColumns(rows, 3)).toEqual(['', '', ''])
})

it('truncates a long column if enough of it remains', () => {
  const long = [['no', 'x'.repeat(90)]]
  expect(inColumns(long, 26)).toEqual([`  no  ${'x'.repeat(19)}…`])
  expect(inColumns(long, 25)).toEqual(['  no'])
})

it('accepts rows with fewer cells, and no rows', () => {
  expect(inColumns([['used before'], ['1', '2']], 40)).toEqual([
    '  used before',
    '  1            2',
  ])
  expect(inColumns([], 40)).toEqual([])
})
