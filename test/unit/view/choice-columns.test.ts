import { expect, it } from 'vitest'
import { anyText } from '../../../src/terminal/any-text.ts'
import { lineOfCells } from '../../../src/terminal/line-of-cells.ts'
import { inColumns } from '../../../src/view/picker/choice-columns.ts'

const lines = (rows: readonly (readonly string[])[], end: number) =>
  inColumns(rows, { start: 0, end }, anyText).map((cells) => lineOfCells(cells, anyText, false))

const rows = [
  ['111122223333', 'cached 59 min', 'MFA', '', 'Developer'],
  ['', '', '', '', '漢字'],
  ['444455556666', '', 'MFA', '', 'Administrator'],
]

it('aligns the cells of a column, and omits empty columns', () => {
  expect(lines(rows, 60)).toEqual([
    '  111122223333  cached 59 min  MFA  Developer',
    '                                    漢字',
    '  444455556666                 MFA  Administrator',
  ])
})

it('omits a column that does not fit, and continues with the next one that does', () => {
  expect(lines(rows, 20)).toEqual(['  111122223333  MFA', '', '  444455556666  MFA'])
  expect(lines(rows, 3)).toEqual(['', '', ''])
})

it('truncates a long column if enough of it remains', () => {
  const long = [['no', 'x'.repeat(90)]]
  expect(lines(long, 26)).toEqual([`  no  ${'x'.repeat(19)}…`])
  expect(lines(long, 25)).toEqual(['  no'])
})

it('begins after what is left of it', () => {
  expect(inColumns([['a', 'b']], { start: 10, end: 20 }, anyText)).toEqual([
    [
      { at: 12, text: 'a' },
      { at: 15, text: 'b' },
    ],
  ])
})

it('accepts rows with fewer cells, and no rows', () => {
  expect(lines([['used before'], ['1', '2']], 40)).toEqual(['  used before', '  1            2'])
  expect(lines([], 40)).toEqual([])
})
