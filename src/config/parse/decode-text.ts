import { AssumeError } from '../../model/errors.ts'

/**
 * Decodes UTF-8 and leaves a byte order mark in the text.
 *
 * @throws AssumeError that names the invalid line and the consequence.
 */
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

/** No other UTF-8 character contains the byte of a line feed, so each line can be decoded alone. */
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
