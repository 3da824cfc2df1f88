import type { Context, Environment } from '../model/context.ts'
import type { TableStyle } from './table.ts'

/** The style of a table on stdout. A pipe receives whole lines and no control sequences. */
export function tableStyleFor({ isTerminal, columns, env }: Context): TableStyle {
  const plain = (text: string) => text
  if (!isTerminal(1)) {
    return { room: Number.POSITIVE_INFINITY, title: plain, problem: plain, isOnTerminal: false }
  }
  const room = columns(1) || 80
  const isOnTerminal = env.TERM !== 'dumb'
  if (!hasColour(env)) return { room, title: plain, problem: plain, isOnTerminal }
  return { room, isOnTerminal, title: bold, problem: red }
}

const bold = (text: string) => `\x1b[1m${text}\x1b[22m`
const red = (text: string) => `\x1b[31m${text}\x1b[39m`

/** https://no-color.org */
const hasColour = ({ NO_COLOR, TERM }: Environment) => !NO_COLOR && TERM !== 'dumb'
