import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { runInThisContext, Script } from 'node:vm'

/**
 * Puts compiled code beside the bundles, for this version of Node.js. It runs the built program against the
 * AWS stand-in in a new home directory, where the launcher saves the code that V8 has compiled:
 * src/launcher/save-code.ts.
 */
export async function writeCodeCache(folder) {
  const openPlayground = await playgroundIn(folder)
  const playground = await openPlayground()
  await playground.signIn()
  const role = ['Bob', 'demo-no-mfa-role']
  // The first run that loads a bundle decides which of its functions are compiled.
  const runs = [
    [...role, '--format', 'posix', '--quiet'],
    ['company', '--format', 'posix', '--quiet'],
    ['exec', ...role, '--', 'true'],
    ['credential-process', ...role],
    ['each', '--match', 'company', '--', 'true'],
    ['explain', ...role],
    ...[['list'], ['cache'], ['--help'], ['init', 'bash']],
  ]
  for (const words of runs) await run(folder, words, playground)
  const saved = join(playground.env.HOME, '.cache/assume/code')
  for (const name of await readdir(saved)) {
    const bundle = name.slice(name.lastIndexOf('.', name.length - '.js'.length - 1) + 1)
    await copyFile(join(saved, name), join(folder, `${bundle}.${process.version}.cache`))
  }
  await playground.close()
  await compileOthers(folder)
}

/** Compiles the other bundles without their functions, so that a run from a clone saves nothing. */
async function compileOthers(folder) {
  for (const name of await readdir(folder)) {
    const cache = join(folder, `${name}.${process.version}.cache`)
    const code = name.endsWith('.js') ? await readFile(join(folder, name), 'latin1') : ''
    if (!code.startsWith('(function(') || existsSync(cache)) continue
    await writeFile(cache, new Script(code, { filename: name }).createCachedData())
  }
}

/** The playground is a bundle for the launcher, so `require` cannot load it. */
async function playgroundIn(folder) {
  const path = resolve(folder, 'playground.js')
  const module = { exports: {} }
  const load = runInThisContext(await readFile(path, 'utf8'))
  load(module.exports, createRequire(path), module, path, resolve(folder))
  return module.exports.openPlayground
}

async function run(folder, words, { env }) {
  const child = spawn(process.execPath, [resolve(folder, 'bin.js'), ...words], {
    env: { ...env, PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // On a terminal it would show its progress in the middle of the build.
  let stderr = ''
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const exitCode = await new Promise((ended) => child.on('close', ended))
  if (exitCode !== 0) {
    const command = `assume ${words.join(' ')}`
    throw new Error(`${command}, which was built, failed with status ${exitCode}: ${stderr}`)
  }
}
