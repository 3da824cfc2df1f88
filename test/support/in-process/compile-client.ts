import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('client.c', import.meta.url))

/**
 * Compiles client.c for all workers. A static program starts in a third of the time. Without a compiler,
 * client.bash does the same. Vitest calls this function before all tests.
 */
export function setup(): (() => void) | undefined {
  // Vitest calls this function for each project.
  if (process.env.TEST_CORE_CLIENT !== undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'assume-client-'))
  const program = join(folder, 'client')
  const options = ['-std=gnu99', '-Wall', '-Wextra', '-Werror', '-O1', '-static']
  const { status } = spawnSync('cc', [...options, '-o', program, source], { stdio: 'ignore' })
  if (status === 0) process.env.TEST_CORE_CLIENT = program
  return () => rmSync(folder, { recursive: true, force: true })
}
