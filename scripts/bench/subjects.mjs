import { completions } from './subjects/completions.mjs'
import { fastPath } from './subjects/fast-path.mjs'
import { picker } from './subjects/picker.mjs'
import { programs } from './subjects/programs.mjs'
import { shells } from './subjects/shells.mjs'

/**
 * All that a build is measured by, each with an `id` that stays when its name is changed, a `command`
 * and an `env`. Those of one group are near in time, so a busy moment meets all of them alike.
 *
 * `--compare` takes these from each of the two revisions, since each knows the names of its own functions.
 *
 * @param build absolute path of the folder that holds `dist` and `shell`.
 * @param work a folder for homes and caches.
 */
export async function subjectsOf(parts) {
  return [
    [...(await programs(parts)), ...(await picker(parts))],
    shells(parts),
    await fastPath(parts),
    await completions(parts),
  ]
}
