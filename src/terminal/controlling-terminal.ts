import { closeSync, openSync } from 'node:fs'
import type { Terminal } from '../model/context.ts'

/** The controlling terminal of this process. It opens only on demand. */
export const controllingTerminal: Terminal = {
  isThere() {
    try {
      closeSync(openSync('/dev/tty', 'r+'))
      return true
    } catch {
      return false
    }
  },
  open: (flags) => openSync('/dev/tty', flags),
}
