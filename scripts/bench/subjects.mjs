import { ownNode } from './nodes.mjs'
import { completions } from './subjects/completions.mjs'
import { fastPath } from './subjects/fast-path.mjs'
import { picker } from './subjects/picker.mjs'
import { otherPrograms, programs } from './subjects/programs.mjs'
import { shells } from './subjects/shells.mjs'

/**
 * Returns the subjects of the measurement in groups. A subject has a stable `id`, a `name`, a
 * `command` and an `env`. The subjects of one group run close together, so that other load on the
 * machine affects them alike. The first subject of a group of programs is the start of Node.js.
 *
 * `--compare` loads this file from each of the two revisions, because each knows its own commands.
 *
 * @param build the absolute path of the folder that contains `dist` and `shell`.
 * @param work a folder for home directories and caches.
 * @param nodes other versions of Node.js. Their ids begin with the major version: `24-cached`.
 */
export async function subjectsOf({ nodes = [], ...parts }) {
  const own = { ...parts, node: await ownNode(), prefix: '' }
  const groups = [
    [...(await programs(own)), ...(await otherPrograms(parts)), ...(await picker(parts))],
  ]
  for (const node of nodes)
    groups.push(await programs({ ...parts, node, prefix: `${node.major}-` }))
  return [...groups, shells(parts), await fastPath(parts), await completions(parts)]
}
