import type { Terminal } from '../../../src/model/context.ts'

/** /dev/tty for a process without a controlling terminal. */
export const noTerminal: Terminal = {
  isThere: () => false,
  open() {
    throw Object.assign(new Error('ENXIO: no such device or address'), { code: 'ENXIO' })
  },
}
