import type { Stats } from 'node:fs'
import { platform, userInfo } from 'node:os'
import { pastedPath } from '../paths.ts'
import type { ConfigWarning } from './warning.ts'

/**
 * Warns of a file that other users can write: its `credential_process` is run as this user. A file
 * of one's own that one's group can write is left in peace, as where each user has an own group
 * that is how every file comes about.
 */
export function writableWarnings(file: string, { mode, uid }: Stats): ConfigWarning[] {
  // Windows has no such bits, and Node makes some up.
  if (platform() === 'win32') return []
  const byEveryone = (mode & 0o002) !== 0
  const byAnothersGroup = (mode & 0o020) !== 0 && isAnothers(uid)
  if (!byEveryone && !byAnothersGroup) return []
  const message = 'other users can write this file, and so have programs run as you'
  return [{ file, message, hint: `chmod go-w ${pastedPath(file)}` }]
}

/** Not this user's, nor root's, who can do everything anyway. */
function isAnothers(uid: number): boolean {
  if (uid === 0) return false
  try {
    return userInfo().uid !== uid
  } catch {
    // In a container a user may have no name, and then userInfo() throws.
    return false
  }
}
