import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Linux has a file system in memory there, which takes a third of the time. */
const inMemory = '/dev/shm'

const minBytes = 1_000_000_000

/**
 * Puts the temporary folders of all tests into memory, if there is enough of it and programs can run there.
 * Containers often have too little, or forbid that. Vitest calls it before all tests.
 */
export function setup(): (() => void) | undefined {
  // It is called for each project. A developer may have chosen a folder.
  if (process.env.TMPDIR !== undefined || !hasRoom()) return undefined
  const folder = mkdtempSync(join(inMemory, 'assume-tests-'))
  // Some tests are another user.
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
