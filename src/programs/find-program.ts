import { accessSync, constants, statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { shellWord } from '../formats/posix.ts'
import type { Context, Environment } from '../model/context.ts'
import { ProgramError, UsageError } from '../model/errors.ts'
import { userShell } from './user-shell.ts'

/**
 * Checks the program before any call to AWS, because a mistyped name must not use up a code.
 *
 * @throws ProgramError for a program that a shell would not start either.
 */
export function checkProgram(name: string, context: Context): void {
  const { PATH } = context.env
  if (name === '') throw new UsageError('the program after -- has no name')
  const states = placesOf(name, PATH).map(stateOf)
  if (states.includes('executable')) return
  if (states.includes('no program')) {
    throw new ProgramError(126, `"${name}" is not executable`, [
      'to make a script executable: chmod +x',
    ])
  }
  const where = name.includes('/') ? `there is no file "${name}"` : `"${name}" is not in PATH`
  const shell = userShell(context).name
  throw new ProgramError(127, `${where}; no program was started`, [
    `assume runs only programs; for a function or an alias of ${shell}: -- ${shell} -ic ${shellWord(name)}`,
  ])
}

export const hasProgram = (name: string, { PATH }: Environment) =>
  placesOf(name, PATH).some((place) => stateOf(place) === 'executable')

/** The absolute path of a program, as a shell finds it. A relative folder of PATH does not count. */
export const programPath = (name: string, { PATH }: Environment): string | undefined =>
  placesOf(name, PATH).find((place) => isAbsolute(place) && stateOf(place) === 'executable')

/** The default PATH is that of the C library. */
const placesOf = (name: string, path = '/bin:/usr/bin') =>
  name.includes('/') ? [name] : path.split(':').map((folder) => join(folder, name))

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
