import { accessSync, constants, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../model/context.ts'
import { ProgramError, UsageError } from '../model/errors.ts'

/**
 * Looked for before anything is asked of AWS: a code works once, and is not for a mistyped name.
 *
 * @throws ProgramError for a program that a shell would not start either.
 */
export function checkProgram(name: string, { PATH = defaultPath }: Environment): void {
  if (name === '') throw new UsageError('the program after -- has no name')
  const places = name.includes('/') ? [name] : PATH.split(':').map((folder) => join(folder, name))
  const states = places.map(stateOf)
  if (states.includes('executable')) return
  if (states.includes('no program')) {
    throw new ProgramError(126, `"${name}" is not executable`, ['chmod +x makes a script so'])
  }
  const where = name.includes('/') ? `there is no file "${name}"` : `"${name}" is not in PATH`
  throw new ProgramError(127, `${where}; no program was started`, [
    'only programs can be run; for a function or an alias of your shell: bash -ic …',
  ])
}

/** Of the C library, where there is none. */
const defaultPath = '/bin:/usr/bin'

function stateOf(path: string): 'executable' | 'no program' | 'missing' {
  try {
    if (!statSync(path).isFile()) return 'no program'
  } catch {
    return 'missing'
  }
  try {
    accessSync(path, constants.X_OK)
    return 'executable'
  } catch {
    return 'no program'
  }
}
