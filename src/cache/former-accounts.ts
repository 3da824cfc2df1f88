import { readdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { isPrivateFolder } from '../files/private-folder.ts'
import { removePath } from '../files/remove-path.ts'
import type { Cache } from './cache.ts'

/**
 * Deletes the lists of accounts of an older version, which the index of roles has replaced. `cache_dir` can name a
 * folder with files of others, so only names that assume has made are deleted.
 *
 * @throws the error of Node.
 */
export function removeFormerAccounts({ folder, shells }: Cache): void {
  const path = join(folder, 'accounts')
  if (!isPrivateFolder(path, shells.userId)) return
  const names = readdirSync(path)
  const ours = names.filter((name) => /^[0-9a-f]{32}\.json$/.test(name))
  for (const name of ours) removePath(join(path, name))
  if (ours.length === names.length) rmdirSync(path)
}
