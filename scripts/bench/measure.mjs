import { spawn } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { which } from 'zx'

/**
 * What a run is given beside its own variables. Whatever else a person has set slows Node's start,
 * NODE_EXTRA_CA_CERTS by as much again, and hides what is measured.
 */
export const surroundings = { PATH: process.env.PATH }

/** Milliseconds that one run of a subject takes. */
export const measured = ({ command, measure = time, env }, work) => measure(command, env, work)

/** Milliseconds from start to end of a process. The stand-in answers meanwhile, so nothing here blocks. */
export async function time([program, ...args], env, work) {
  // No run finds what an earlier one has cached.
  const cache = await mkdtemp(join(work, 'cache-'))
  const start = process.hrtime.bigint()
  const child = spawn(program, args, {
    env: { ...surroundings, XDG_CACHE_HOME: cache, ...env },
    // As in `eval "$(assume …)"`: with /dev/null it refuses to print keys.
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

/** Fills caches, and finds out whether a subject runs at all: `skipped` or `failure` says why not. */
export async function firstRun({ minus, needs = [], ...subject }, work) {
  for (const program of [subject.command[0], ...needs]) {
    if (!(await which(program, { nothrow: true })))
      return { skipped: `${program} is not installed` }
  }
  try {
    await measured(subject, work)
    if (minus) await time(minus, subject.env, work)
    return {}
  } catch (error) {
    return { failure: error.message }
  }
}
