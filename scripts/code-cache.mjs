// Leaves V8's code cache beside the bundles in dist/, made by one real AssumeRole against the demo's
// STS with the Node that runs this: the functions which that needs are then never compiled again. It
// nearly halves what we add to Node's own start. Without it, or with another Node, all works as well.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(import.meta.url)
const { openPlayground } = require('../dist/playground.js')

const playground = await openPlayground()
const args = ['Bob', 'demo-no-mfa-role', '--format', 'posix', '--quiet']
const child = spawn(
  process.execPath,
  ['-r', resolve('scripts/write-code-cache.cjs'), 'dist/bin.js', ...args],
  {
    env: { ...playground.env, PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'inherit'],
  },
)
const exitCode = await new Promise((ended) => child.on('close', ended))
await playground.close()
process.exitCode = exitCode
