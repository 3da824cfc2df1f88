import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(import.meta.url)

/**
 * Leaves V8's code cache beside the bundles, made by one real AssumeRole against the demo's STS with
 * the Node that runs this: the functions which that needs are then never compiled again. It nearly
 * halves what we add to Node's own start. Without it, or with another Node, all works as well.
 */
export async function writeCodeCache(folder) {
  const { openPlayground } = require(resolve(folder, 'playground.js'))
  const playground = await openPlayground()
  const program = ['-r', resolve('scripts/write-code-cache.cjs'), resolve(folder, 'bin.js')]
  const args = ['Bob', 'demo-no-mfa-role', '--format', 'posix', '--quiet']
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...playground.env, PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exitCode = await new Promise((ended) => child.on('close', ended))
  await playground.close()
  if (exitCode !== 0) throw new Error(`the program that was built failed with status ${exitCode}`)
}
