import { mkdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { $ } from 'zx'

/** A version of Node.js. */
const nodeAt = async (path) => {
  const { stdout } = await $({ quiet: true })`${path} --version`
  const version = stdout.trim()
  return { version, path, major: version.slice(1).split('.')[0] }
}

/** The Node.js that runs the bench. */
export const ownNode = () => nodeAt(process.execPath)

/**
 * Finds the versions of Node.js of the option `--node`.
 *
 * @param words paths of programs, or major versions, which npm installs.
 */
export function nodesOf(words, work) {
  return Promise.all(
    words.map(async (word) =>
      nodeAt(/^\d+$/.test(word) ? await installed(word, work) : resolve(word)),
    ),
  )
}

async function installed(major, work) {
  const folder = join(work, `node-${major}`)
  await mkdir(folder)
  const name = `node-${process.platform}-${process.arch}`
  await $({ cwd: folder, quiet: true })`npm install --no-save --no-audit ${`${name}@${major}`}`
  return join(folder, 'node_modules', name, 'bin/node')
}

/** The environment in which `node`, and `#!/usr/bin/env node`, are this version. */
export const envOfNode = ({ path }) => ({ PATH: `${dirname(path)}:${process.env.PATH}` })
