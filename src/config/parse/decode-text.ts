import { AssumeError } from '../../model/errors.ts'

/** UTF-8, with a byte order mark left in. An error names the line that is not, and what follows from it. */
export function decodeText(
  bytes: Uint8Array,
  shown: string,
  consequence = 'and the AWS CLI refuses this whole file',
): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    return decoder.decode(bytes)
  } catch (error) {
    throw new AssumeError(
      `${shown}:${badLine(bytes)}: not valid UTF-8, ${consequence}`,
      ['save the file as UTF-8'],
      { cause: error },
    )
  }
}

/** No character of UTF-8 but the line feed itself has its byte, so each line can be tried alone. */
function badLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  let start = 0
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start)
    try {
      decoder.decode(bytes.subarray(start, end < 0 ? bytes.length : end))
    } catch {
      return line
    }
    if (end < 0) break
    start = end + 1
    line += 1
  }
  return line
}
