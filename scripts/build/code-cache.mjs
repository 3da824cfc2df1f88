import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(import.meta.url)

/**
 * Writes V8's code cache beside the bundles. It runs the built program against the AWS stand-in
 * with the current version of Node: once for a role of IAM Identity Center, and once for
 * AssumeRole. V8 does not compile the functions of these runs again, which nearly halves the time
 * that assume adds to the start of Node. The program also works without the cache and with other
 * versions of Node.
 */
export async function writeCodeCache(folder) {
  const { openPlayground } = require(resolve(folder, 'playground.js'))
  const playground = await openPlayground()
  await playground.signIn()
  // The second run overwrites the cache of the bundles that both runs load.
  for (const target of [['company'], ['Bob', 'demo-no-mfa-role']])
    await run(folder, target, playground)
  await playground.close()
}

async function run(folder, target, { env }) {
  const program = ['-r', resolve('scripts/build/write-code-cache.cjs'), resolve(folder, 'bin.js')]
  const args = [...target, '--format', 'posix', '--quiet']
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...env, PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exitCode = await new Promise((ended) => child.on('close', ended))
  if (exitCode !== 0) throw new Error(`the program that was built failed with status ${exitCode}`)
}
