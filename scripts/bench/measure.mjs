import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { which } from 'zx'

/**
 * The environment variables of every run. Other variables of the user can slow the start of Node,
 * for example NODE_EXTRA_CA_CERTS doubles it.
 */
export const baseEnv = { PATH: process.env.PATH }

/** Runs a subject once. Returns the time in milliseconds. */
export const measured = ({ command, measure = time, env }, work) => measure(command, env, work)

/**
 * Runs a process. Returns the time in milliseconds. The stand-in runs in this process, so this
 * function must not block.
 */
export async function time([program, ...args], env, work) {
  // A new cache folder, so that no run uses the cache of another run.
  const cache = await mkdtemp(join(work, 'cache-'))
  const start = process.hrtime.bigint()
  const child = spawn(program, args, {
    env: { ...baseEnv, XDG_CACHE_HOME: cache, ...env },
    // `assume` does not print credentials to /dev/null, so stdout is a pipe, as in `eval "$(assume
    // …)"`.
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.resume()
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const exitCode = await new Promise((done, failed) => child.on('close', done).on('error', failed))
  const end = process.hrtime.bigint()
  if (exitCode !== 0) throw new Error(`exit status ${exitCode}: ${stderr.trim()}`)
  return Number(end - start) / 1e6
}

/**
 * Runs a subject once to fill caches. Returns `skipped` or `failure` with the reason if it cannot
 * run.
 */
export async function firstRun({ minus, needs = [], ...subject }, work) {
  for (const file of [subject.command[0], ...needs]) {
    const isThere = file.includes('/') ? existsSync(file) : await which(file, { nothrow: true })
    if (!isThere) return { skipped: `${file} is not installed` }
  }
  try {
    await measured(subject, work)
    if (minus) await time(minus, subject.env, work)
    return {}
  } catch (error) {
    return { failure: error.message }
  }
}

/**
 * Returns the largest resident memory of a run of Node.js in megabytes, which the process itself reports when it ends.
 * Undefined for other commands.
 */
export async function peakMegabytes({ command: [program, ...args], measure, env }, work) {
  if (program !== 'node' || measure) return undefined
  const report = join(work, 'peak-memory')
  const recorder = join(import.meta.dirname, 'record-memory.cjs')
  await time([program, '--require', recorder, ...args], { ...env, PEAK_MEMORY: report }, work)
  return Number(await readFile(report, 'utf8'))
}
