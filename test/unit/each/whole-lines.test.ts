import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WholeLines } from '../../../src/each/whole-lines.ts'

const text = (lines: readonly Buffer[]) => lines.map((line) => line.toString('latin1'))

describe('whole lines', () => {
  it('are independent of the chunks of the input', () => {
    const byte = fc.constantFrom(0x0a, 0x0d, 0x61, 0xff, 0x00)
    fc.assert(
      fc.property(fc.array(fc.array(byte)), (pieces) => {
        const lines = new WholeLines()
        const said = pieces.flatMap((piece) => lines.add(Buffer.from(piece)))
        const whole = Buffer.from(pieces.flat()).toString('latin1')
        const wanted = whole === '' || whole.endsWith('\n') ? whole : `${whole}\n`
        const found = text([...said, ...lines.end()])
        expect(found.join('')).toBe(wanted)
        expect(found.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true)
      }),
    )
  })

  it('are split if a line does not end', () => {
    const lines = new WholeLines()
    const million = Buffer.alloc(600_000, 'a')
    expect(lines.add(million)).toEqual([])
    expect(lines.add(million).map(({ length }) => length)).toEqual([1_200_001])
    expect(lines.end()).toEqual([])
  })
})
