import type { BaseContext } from 'clipanion'
import type { Context } from '../model/context.ts'

/**
 * The context in the form that clipanion requires. clipanion's own streams are absent: commands write to
 * `writer`.
 */
export type CommandContext = Context & Record<Exclude<keyof BaseContext, keyof Context>, never>
