import { statSync } from 'node:fs'

/** Differs for each version of a file, whatever its modification time says. */
export function fileIdentity(path: string): string {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false })
    if (!stats) return 'missing'
    const { dev, ino, size, mode, mtimeNs, ctimeNs } = stats
    return [dev, ino, size, mode, mtimeNs, ctimeNs].join(' ')
  } catch (error) {
    return String(error)
  }
}
