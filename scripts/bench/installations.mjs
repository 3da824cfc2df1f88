import { cp, mkdir, mkdtemp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { $ } from 'zx'
import { envOfNode } from './nodes.mjs'

/**
 * Installs a build as people do: from a clone that this version of Node.js has built, with compiled code
 * beside the bundles, and from the tarball that npm packs, without it.
 *
 * @param build the absolute path of a build by any version of Node.js.
 * @returns the folder of each.
 */
export async function installationsOf(build, node, work) {
  const folder = await mkdtemp(join(work, `installed-${node.major}-`))
  return { clone: await clone(build, node, join(folder, 'clone')), npm: await npm(build, folder) }
}

async function clone(build, node, folder) {
  await mkdir(folder)
  for (const name of ['dist', 'shell', 'package.json']) {
    await cp(join(build, name), join(folder, name), { recursive: true })
  }
  const script = `import(${JSON.stringify(join(build, 'scripts/build/code-cache.mjs'))}).then(
    ({ writeCodeCache }) => writeCodeCache(${JSON.stringify(join(folder, 'dist'))}))`
  const isBuilt = (await readdir(join(folder, 'dist'))).some((name) =>
    name.endsWith(`${node.version}.cache`),
  )
  const env = { ...process.env, ...envOfNode(node) }
  if (!isBuilt) await $({ env, quiet: true })`${node.path} -e ${script}`
  return folder
}

async function npm(build, folder) {
  const pack = ['pack', '--ignore-scripts', '--pack-destination', folder]
  const { stdout } = await $({ cwd: build, quiet: true })`npm ${pack}`
  const tarball = stdout.trim().split('\n').at(-1)
  await $({ quiet: true })`tar -x -z -f ${join(folder, tarball)} -C ${folder}`
  return join(folder, 'package')
}
