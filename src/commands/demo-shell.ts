import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { wrapperLine } from '../cli/wrapper-line.ts'
import type { Context } from '../model/context.ts'
import { defaultShell, shellNamed } from '../shells/index.ts'

/** The command line of an interactive shell that loads the wrapper and no file of the user's. */
export interface DemoShell {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/**
 * @param shell the user's shell, or a name. The default shell replaces a shell without a wrapper.
 * @param more code for the start-up file.
 */
export function demoShell(
  shell: string | undefined,
  home: string,
  program: Context['program'],
  more = '',
): DemoShell {
  const own = basename(shell ?? '')
  const known = shellNamed(own) ?? defaultShell
  const { name } = known
  const file = own === name && shell ? shell : name
  const startUp = known.demo(home)
  for (const folder of [join(startUp.path, '..'), ...startUp.folders]) {
    mkdirSync(folder, { recursive: true })
  }
  writeFileSync(startUp.path, `${startUp.text}\n${wrapperLine(known, program)}\n${more}\n`)
  return { name, file, args: startUp.args, env: startUp.env }
}
