import { closeSync, openSync, readSync, realpathSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { shown } from '../../config/paths.ts'
import { commandName } from '../../model/command-name.ts'
import type { Context } from '../../model/context.ts'
import { userShell } from '../../programs/user-shell.ts'
import type { Check, CheckContext } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'
import { type StartUpLine, startUpLines } from '../start-up-files.ts'
import { nameGivenIn } from '../wrapper-lines.ts'

/**
 * Granted also has a command `assume`, which is an alias. A user who has given our command another name
 * uses both.
 */
export const otherAssume: Check = {
  title: 'other programs called assume',
  look(checkContext) {
    const name = nameOfOurs(checkContext)
    if (name !== 'assume')
      return [ok('other-assume', `here it is ${name}, beside any other assume`)]
    const found = [...onPath(checkContext), ...aliases(checkContext)]
    return found.length > 0 ? found : [ok('other-assume', 'nothing else is called assume')]
  },
}

/** The name in this shell. Without a wrapper, the name in new shells. */
function nameOfOurs({ context }: CheckContext): string {
  if (context.env.ASSUME_WRAPPER !== undefined) return commandName(context.env)
  return nameGivenIn(startUpLines(context)) ?? 'assume'
}

function onPath({ context }: CheckContext): Finding[] {
  const { env, program } = context
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  const first = folders.map((folder) => join(folder, 'assume')).find(isProgram)
  if (first === undefined || isOurs(first, program.script)) return []
  return [
    {
      id: 'other-assume-on-path',
      severity: env.ASSUME_WRAPPER === undefined ? 'warning' : 'note',
      what: `another assume comes first in PATH: ${shown(first, context)}`,
      why: 'scripts, and shells without the wrapper, run that one',
      hints: [
        'put the folder of this assume before it in PATH, or remove the other one',
        keepBoth(context),
      ],
    },
  ]
}

function aliases({ context }: CheckContext): Finding[] {
  const hasOurs = context.env.ASSUME_WRAPPER !== undefined
  return startUpLines(context)
    .filter(({ text }) => /^\s*alias\s+(-\S+\s+)*assume[= ]/.test(text))
    .map(({ file, line }: StartUpLine) => ({
      id: 'other-assume-alias',
      // Our wrapper removes an alias that was defined before it was loaded.
      severity: hasOurs ? ('note' as const) : ('warning' as const),
      what: 'an alias of another tool takes the name assume',
      why: 'the one that is loaded last takes effect',
      hints: ['load the wrapper of assume after it, or delete the alias', keepBoth(context)],
      file,
      line,
    }))
}

/** The hint for users of both programs. */
const keepBoth = (context: Context) =>
  `to keep both: sh install.sh --rc --cmd as, or load what this prints: assume init ${userShell(context).name} --cmd as`

function isProgram(path: string): boolean {
  try {
    const stats = statSync(path)
    return stats.isFile() && (stats.mode & 0o111) !== 0
  } catch {
    return false
  }
}

/** Our command is a link to the program, or a script that runs it. */
function isOurs(path: string, script: string): boolean {
  try {
    return realpathSync(path) === realpathSync(script) || beginning(path).includes('/dist/bin.js')
  } catch {
    return false
  }
}

function beginning(path: string): string {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(4096)
    return bytes.toString('latin1', 0, readSync(file, bytes))
  } finally {
    closeSync(file)
  }
}
