import type { BaseContext } from 'clipanion'
import type { Context } from '../model/context.ts'

/** Ours, in the form that clipanion asks for; it reads none of what is its own. */
export type CommandContext = Context & BaseContext
