import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(import.meta.url)

/**
 * Leaves V8's code cache beside the bundles, made by a real role of the demo's IAM Identity Center and
 * one real AssumeRole against its STS with the Node that runs this: the functions which they need are
 * then never compiled again. It nearly halves what we add to Node's own start. Without it, or with
 * another Node, all works as well.
 */
export async function writeCodeCache(folder) {
  const { openPlayground } = require(resolve(folder, 'playground.js'))
  const playground = await openPlayground()
  await playground.signIn()
  // The cache of what both load is that of the last.
  for (const target of [['company'], ['Bob', 'demo-no-mfa-role']])
    await run(folder, target, playground)
  await playground.close()
}

async function run(folder, target, { env }) {
  const program = ['-r', resolve('scripts/write-code-cache.cjs'), resolve(folder, 'bin.js')]
  const args = [...target, '--format', 'posix', '--quiet']
  const child = spawn(process.execPath, [...program, ...args], {
    env: { ...env, PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exitCode = await new Promise((ended) => child.on('close', ended))
  if (exitCode !== 0) throw new Error(`the program that was built failed with status ${exitCode}`)
}
