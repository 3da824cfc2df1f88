import type { Stats } from 'node:fs'
import { platform, userInfo } from 'node:os'
import { pastedPath } from '../paths.ts'
import type { ConfigWarning } from './warning.ts'

/**
 * Warns about a file that other users can write, because its `credential_process` runs as this
 * user. It does not warn about the user's own file with a writable group. Such files are common
 * where each user has a group of their own.
 */
export function writableWarnings(file: string, { mode, uid }: Stats): ConfigWarning[] {
  // Windows has no such mode bits, and Node invents them.
  if (platform() === 'win32') return []
  const byEveryone = (mode & 0o002) !== 0
  const byAnothersGroup = (mode & 0o020) !== 0 && isAnothers(uid)
  if (!byEveryone && !byAnothersGroup) return []
  const message = 'other users can write this file, and so have programs run as you'
  return [{ file, message, hint: `chmod go-w ${pastedPath(file)}` }]
}

/** Returns true if neither this user nor root owns the file. Root has full access anyway. */
function isAnothers(uid: number): boolean {
  if (uid === 0) return false
  try {
    return userInfo().uid !== uid
  } catch {
    // In a container a user may have no name, and then userInfo() throws.
    return false
  }
}
