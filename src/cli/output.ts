import { readFileSync } from 'node:fs'
import { type Format, formats } from '../formats/index.ts'
import type { Context } from '../model/context.ts'
import { AssumeError, UsageError } from '../model/errors.ts'
import { shellNamed } from '../shells/index.ts'
import { checkGithubEnv } from './github-env.ts'
import { checkStdoutReader } from './stdout-reader.ts'

/** The destination and the format of a session. */
export interface Output {
  readonly format: Format
  readonly fileDescriptor: number
}

/**
 * Selects the output. `--format` writes to stdout. The wrapper sets `ASSUME_EVAL_FD` and `ASSUME_SHELL`.
 * Otherwise the output is for `eval "$(assume …)"`. `$SHELL` is not used: it is the login shell, so a bash
 * script of a fish user would receive fish code.
 *
 * @param words returns the words that repeat the request, for the hint of an error.
 * @throws UsageError if no shell would read the keys.
 */
export function chooseOutput(
  context: Context,
  formatName: string | undefined,
  words: () => readonly string[] = () => [],
): Output {
  const { env } = context
  if (formatName !== undefined) {
    const format = formatNamed(formatName)
    if (format.kind === 'github-env') checkGithubEnv(context)
    return { format, fileDescriptor: 1 }
  }
  if (env.ASSUME_EVAL_FD !== undefined) {
    return {
      format: shellFormat(context),
      fileDescriptor: evalDescriptor(env.ASSUME_EVAL_FD, context),
    }
  }
  checkStdoutReader(context, words)
  return { format: shellFormat(context), fileDescriptor: 1 }
}

function formatNamed(name: string): Format {
  const format = formats.find((each) => each.name === name)
  if (format) return format
  throw noFormat(
    name,
    formats.map((each) => each.name),
  )
}

export const noFormat = (name: string, names: readonly string[]): UsageError =>
  new UsageError(`there is no format "${name}"`, [`the formats are: ${names.join(', ')}`])

/** bash, zsh, dash and ksh all accept POSIX code. */
function shellFormat({ env, parentPid }: Context): Format {
  const asked = formats.find(({ kind, name }) => kind === 'shell' && name === env.ASSUME_SHELL)
  if (asked) return asked
  const parent = shellNamed(nameOfProcess(parentPid))
  return formatNamed(parent && !parent.isPosix ? parent.name : 'posix')
}

function nameOfProcess(id: number): string | undefined {
  try {
    return readFileSync(`/proc/${id}/comm`, 'utf8').trim()
  } catch {
    return undefined
  }
}

function evalDescriptor(text: string, context: Context): number {
  const fileDescriptor = /^[0-9]{1,4}$/.test(text) ? Number(text) : Number.NaN
  // This check runs before AWS is called, because a code works once.
  const { writer, isTerminal } = context
  const isOpen = fileDescriptor > 2 && writer.accepts(fileDescriptor)
  if (isOpen && !isTerminal(fileDescriptor)) return fileDescriptor
  throw new UsageError(`ASSUME_EVAL_FD is "${text}", which no wrapper of assume sets`, [
    'only the wrapper may set it: unset ASSUME_EVAL_FD',
  ])
}

/** @throws AssumeError if the reader has closed the pipe or the disk is full. */
export async function deliver(
  text: string,
  { fileDescriptor }: Output,
  { writer }: Context,
): Promise<void> {
  try {
    await writer.toDescriptor(fileDescriptor, text)
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new AssumeError(
      `the output of assume could not be written (${reason}); nothing was changed`,
    )
  }
}
