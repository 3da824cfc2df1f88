import type { Usage } from 'clipanion'

/** The groups of commands in the help, in this order. */
export const commandGroups = [
  'Get credentials',
  'Use credentials',
  'Sign in',
  'Inspect',
  'Set up',
] as const

/** The help texts of a command. In examples `$0` stands for `assume`. */
export interface CommandUsage extends Usage {
  readonly group: (typeof commandGroups)[number]
  /** The words after the name of the command: `[PROFILE] [OPTIONS]`. Completion reads it too. */
  readonly synopsis: string
  /** One line without a full stop: what the command does. */
  readonly description: string
}

/** Checks the type and keeps the object. */
export const commandUsage = (usage: CommandUsage): CommandUsage => usage
