import type { Environment } from './context.ts'

/** Returns true for a name that every shell accepts as a function name, also in POSIX mode. */
export const isPlainName = (name: string) => /^[A-Za-z][A-Za-z0-9_]*$/.test(name)

/** The name of the command in the current shell. Only the wrapper passes it. */
export const commandName = ({ ASSUME_CMD: name = '' }: Environment) =>
  isPlainName(name) ? name : 'assume'

/**
 * Replaces assume calls in a message with the command name of this shell: `try again: assume login`
 * becomes `try again: as login`. Other uses of the word stay (`may assume the role`, `$(command
 * assume …)`).
 */
export const inThisShell = (text: string, env: Environment) =>
  text.replace(/(?<=^ *|: |\bor )assume(?= \S)/gm, commandName(env))
