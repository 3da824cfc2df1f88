import { crc32, deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** The width of one module of the QR code in pixels. */
const scale = 4

/** Returns the QR code of a text as a PNG that an authenticator app can scan. */
export function qrPng(text: string): Buffer {
  const { data } = encode(text, { border: 4 })
  const rows = data.flatMap((row) => {
    // The value 0 is black. The first byte of a row selects the filter that changes nothing.
    const pixels = row.flatMap((isDark) => Array<number>(scale).fill(isDark ? 0 : 255))
    return Array<Buffer>(scale).fill(Buffer.from([0, ...pixels]))
  })
  return png(data.length * scale, deflateSync(Buffer.concat(rows)))
}

/** Returns a square greyscale PNG with one byte a pixel. https://www.w3.org/TR/png-3/ */
function png(size: number, pixels: Buffer): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(size, 0)
  header.writeUInt32BE(size, 4)
  header.writeUInt8(8, 8)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const empty = Buffer.alloc(0)
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', empty),
  ])
}

function chunk(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const typeAndContent = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(crc32(typeAndContent))
  return Buffer.concat([length, typeAndContent, checksum])
}
