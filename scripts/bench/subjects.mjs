import { completions } from './subjects/completions.mjs'
import { fastPath } from './subjects/fast-path.mjs'
import { picker } from './subjects/picker.mjs'
import { programs } from './subjects/programs.mjs'
import { shells } from './subjects/shells.mjs'

/**
 * Returns the subjects of the measurement in groups. A subject has a stable `id`, a `name`, a
 * `command` and an `env`. The subjects of one group run close together, so that other load on the
 * machine affects them alike.
 *
 * `--compare` loads this file from each of the two revisions, because each knows its own commands.
 *
 * @param build the absolute path of the folder that contains `dist` and `shell`.
 * @param work a folder for home directories and caches.
 */
export async function subjectsOf(parts) {
  return [
    [...(await programs(parts)), ...(await picker(parts))],
    shells(parts),
    await fastPath(parts),
    await completions(parts),
  ]
}
