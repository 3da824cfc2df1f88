import type { TextMeasure } from './text-measure.ts'

/** A text at a column of a line. Columns count from 0. */
export interface Cell {
  readonly at: number
  readonly text: string
  /** Adds colour, which takes no columns. */
  readonly mark?: (text: string) => string
}

/**
 * Joins cells to a line. Terminals disagree about the width of emoji and of several scripts: tmux draws a
 * thumb with a skin colour in four columns and a red heart in one. So on a terminal the cursor moves to
 * the column of the next cell.
 */
export function lineOfCells(
  cells: readonly Cell[],
  { width }: TextMeasure,
  isOnTerminal: boolean,
): string {
  let line = ''
  let end = 0
  let before = ''
  for (const { at, text, mark } of cells) {
    if (text === '') continue
    line += ' '.repeat(Math.max(at - end, 0))
    if (isOnTerminal && !ascii.test(before)) line += movedTo(at, before)
    line += mark ? mark(text) : text
    end = at + width(text)
    before = text
  }
  return line
}

const ascii = /^[\x20-\x7e]*$/

/** The blocks of Hebrew, Arabic and the other scripts that Unicode writes from right to left. */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/**
 * Terminals that reorder text would show the next cell at the left of a right-to-left one. The
 * left-to-right mark prevents that. CSI K erases older text between the cells.
 */
const movedTo = (column: number, before: string) =>
  `${rightToLeft.test(before) ? '\u200e' : ''}\x1b[K\x1b[${column + 1}G`
