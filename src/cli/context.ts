import type { BaseContext } from 'clipanion'
import type { Context } from '../model/context.ts'

/**
 * Ours, in the form that clipanion asks for; it reads none of what is its own. Nobody can use its
 * streams, which are not there: `writer` is the way out.
 */
export type CommandContext = Context & Record<Exclude<keyof BaseContext, keyof Context>, never>
