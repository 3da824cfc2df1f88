import type { Environment } from './context.ts'

/** A name that every shell takes for a function, in its POSIX mode too. */
export const isPlainName = (name: string) => /^[A-Za-z][A-Za-z0-9_]*$/.test(name)

/** What the command is called in the shell around us: the wrapper says so to the core alone. */
export const commandName = ({ ASSUME_CMD: name = '' }: Environment) =>
  isPlainName(name) ? name : 'assume'

/**
 * A text for people with its calls as they are in this shell: of `try again: assume login` that is
 * `as login`. Where the word is no call (`may assume the role`, `$(command assume …)`) it stays.
 */
export const inThisShell = (text: string, env: Environment) =>
  text.replace(/(?<=^ *|: |\bor )assume(?= \S)/gm, commandName(env))
