import { crc32, inflateSync } from 'node:zlib'
import { encode } from 'uqr'
import { expect, it } from 'vitest'
import { qrPng } from '../../src/iam/mfa-devices/qr-png.ts'

const text = 'otpauth://totp/AWS:Bob@123456789012?secret=JBSWY3DPEHPK3PXP&issuer=AWS'

/** Returns the chunks of a PNG by type. Verifies their checksums. */
function chunksOf(png: Buffer): Readonly<Record<string, Buffer>> {
  const chunks: Record<string, Buffer> = {}
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const checked = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(checked))
    chunks[checked.toString('latin1', 0, 4)] = checked.subarray(4)
    at += 12 + length
  }
  return chunks
}

it('the PNG shows the QR code', () => {
  const png = qrPng(text)
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  const { IHDR, IDAT, IEND } = chunksOf(png)
  const { data } = encode(text, { border: 4 })
  const size = data.length * 4
  expect([IHDR?.readUInt32BE(0), IHDR?.readUInt32BE(4), IEND?.length]).toEqual([size, size, 0])
  const rows = inflateSync(IDAT ?? Buffer.alloc(0))
  expect(rows).toHaveLength(size * (size + 1))
  const isDark = (row: number, column: number) => rows[row * (size + 1) + 1 + column] === 0
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (isDark(row, column) !== data[Math.floor(row / 4)]?.[Math.floor(column / 4)]) {
        expect.fail(`the pixel ${column}, ${row}`)
      }
    }
  }
})
