import type { BaseContext } from 'clipanion'
import type { Context } from '../model/context.ts'

/** Ours, in the form that clipanion asks for. */
export type CommandContext = Context & BaseContext

export const commandContext = (context: Context): CommandContext => ({
  ...context,
  env: { ...context.env },
  colorDepth: 1,
})
