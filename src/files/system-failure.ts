import { dirname } from 'node:path'
import { pastedPath } from '../config/paths.ts'
import { AssumeError } from '../model/errors.ts'

/** docs/troubleshooting.md has an entry with the same title. */
interface SystemCause {
  readonly title: string
  readonly codes: RegExp
  hint(folder: string): string
}

export const systemCauses: readonly SystemCause[] = [
  {
    title: 'No space left on the disk',
    codes: /^(ENOSPC|EDQUOT|EFBIG)$/,
    hint: (folder) => `is there free space, and a free inode? df -h${folder}; df -i${folder}`,
  },
  {
    title: 'Read-only disk',
    codes: /^EROFS$/,
    hint: (folder) => `to see how it is mounted: findmnt -T${folder}`,
  },
  {
    title: 'Permission denied in a folder',
    codes: /^(EACCES|EPERM)$/,
    hint: (folder) => `check its owner and mode: ls -ld${folder}`,
  },
]

/**
 * Explains an operating system error that no other code handled. Undefined for an unknown error,
 * which is a bug.
 */
export function systemFailure(error: unknown): AssumeError | undefined {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined
  const { code, path } = error as NodeJS.ErrnoException
  const cause = systemCauses.find(({ codes }) => codes.test(code ?? ''))
  // Node does not report the path of a failed write.
  const folder = path === undefined ? '' : ` ${pastedPath(dirname(path))}`
  return cause && new AssumeError(error.message, [cause.hint(folder)])
}
