import { join } from 'node:path'
import { type FileText, readRegularText } from './regular-text.ts'

/** In bytes. AWS accepts 2,048 characters, not counting the white space that makes a policy readable. */
const maxBytes = 100_000

/** Reads the file of a session policy. `~/` is the home directory, as after `file://` in the AWS CLI. */
export function readPolicyFile(path: string, home: string): FileText {
  const found = path.startsWith('~/') ? join(home, path.slice(2)) : path
  return readRegularText(found, path, { maxBytes, tooLong: 'is longer than a policy can be' })
}
