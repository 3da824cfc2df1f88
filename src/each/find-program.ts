import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { AssumeError } from '../model/errors.ts'

/**
 * Looked for before anything is asked of AWS, since it would be missing for each target.
 *
 * @throws AssumeError for one that is not there, or not to be run.
 */
export function checkProgram(program: string, path: string): void {
  const places = program.includes('/')
    ? [program]
    : path.split(delimiter).map((folder) => join(folder, program))
  if (program !== '' && places.some(isProgram)) return
  throw new AssumeError(
    program.includes('/')
      ? `"${program}" is no program that can be run`
      : `there is no program "${program}" on PATH`,
    ["no shell runs it; for code of a shell: assume each TARGET… -- sh -c 'CODE'"],
  )
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
