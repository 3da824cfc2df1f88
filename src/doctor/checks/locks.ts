import { join } from 'node:path'
import { pastedPath, shown } from '../../config/paths.ts'
import { namesIn } from '../../files/names-in.ts'
import type { Check } from '../check-context.ts'
import type { Finding } from '../finding.ts'

/** Locks of processes that no longer exist. The next run removes them. */
export const locks: Check = {
  title: 'locks',
  async look({ cache, context }) {
    const { folder } = cache.locks
    const names = namesIn(folder)
    if (names.length === 0) return []
    const { isAbandoned } = await import('../../files/file-lock.ts')
    return names
      .map((name) => join(folder, name))
      .filter(isAbandoned)
      .map((path): Finding => {
        const file = shown(path, context)
        return {
          id: 'lock-stale',
          severity: 'note',
          what: 'the process that made this lock has ended',
          why: 'it blocks nothing, and the next run removes it',
          hints: ['assume doctor --fix', `or: rm ${pastedPath(file)}`],
          file,
          fix: { kind: 'unlock', path },
        }
      })
  },
}
