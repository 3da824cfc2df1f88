import { expect, it } from 'vitest'
import { inColumns } from '../../../src/view/picker/choice-columns.ts'

const rows = [
  ['111122223333', 'cached 59 min', 'MFA', '', 'Developer'],
  ['', '', '', '', '漢字'],
  ['444455556666', '', 'MFA', '', 'Administrator'],
]

it('puts the cells of a column below each other, and nothing where all are empty', () => {
  expect(inColumns(rows, 60)).toEqual([
    '  111122223333  cached 59 min  MFA  Developer',
    '                                    漢字',
    '  444455556666                 MFA  Administrator',
  ])
})

it('leaves out a column without room, and takes the next one that has some', () => {
  expect(inColumns(rows, 20)).toEqual(['  111122223333  MFA', '', '  444455556666  MFA'])
  expect(inColumns(rows, 3)).toEqual(['', '', ''])
})

it('cuts one that is long, if that leaves enough of it', () => {
  const long = [['no', 'x'.repeat(90)]]
  expect(inColumns(long, 26)).toEqual([`  no  ${'x'.repeat(19)}…`])
  expect(inColumns(long, 25)).toEqual(['  no'])
})

it('takes rows with fewer cells, and none', () => {
  expect(inColumns([['used before'], ['1', '2']], 40)).toEqual([
    '  used before',
    '  1            2',
  ])
  expect(inColumns([], 40)).toEqual([])
})
