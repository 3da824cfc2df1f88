import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** On Linux, this is a file system in memory, which takes a third of the time. */
const inMemory = '/dev/shm'

const minBytes = 1_000_000_000

/**
 * Puts the temporary folders of all tests into memory, if there is enough space and programs can run there.
 * Containers often have too little space or forbid programs there. Vitest calls this function before all tests.
 */
export function setup(): (() => void) | undefined {
  // Vitest calls this function for each project. A developer may have set TMPDIR.
  if (process.env.TMPDIR !== undefined || !hasRoom()) return undefined
  const folder = mkdtempSync(join(inMemory, 'assume-tests-'))
  // Some tests run programs as another user.
  chmodSync(folder, 0o755)
  if (canRunPrograms(folder)) process.env.TMPDIR = folder
  return () => rmSync(folder, { recursive: true, force: true })
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize > minBytes
  } catch {
    return false
  }
}

function canRunPrograms(folder: string): boolean {
  const program = join(folder, 'program')
  writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 })
  const { status } = spawnSync(program)
  rmSync(program)
  return status === 0
}
