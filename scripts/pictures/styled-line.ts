import { anyText } from '../../src/terminal/any-text.ts'

/** The style of characters. Colours are CSS colours. An absent colour is the terminal's default. */
export interface Style {
  readonly color?: string
  readonly background?: string
  readonly isBold?: boolean
  readonly isFaint?: boolean
  readonly isItalic?: boolean
  readonly isUnderlined?: boolean
  readonly isInverse?: boolean
}

/** Consecutive characters with one style. */
export interface Run {
  readonly text: string
  readonly style: Style
  /** The first column, from 0, and the number of columns. */
  readonly column: number
  readonly columns: number
}

export interface StyledLine {
  readonly runs: readonly Run[]
  /** The style at the end of the line. It continues in the next line. */
  readonly style: Style
}

/**
 * Parses a line of `tmux capture-pane -e`: text with SGR sequences.
 *
 * @param style the style at the end of the previous line.
 * @throws Error on any other control character, because the picture would be wrong.
 */
export function styledLine(line: string, style: Style = {}): StyledLine {
  const runs: Run[] = []
  let column = 0
  let current = style
  for (const [, codes, text] of line.matchAll(pieces)) {
    if (codes !== undefined) {
      current = styleAfter(codes, current)
    } else if (text !== undefined) {
      if (/\p{Cc}/u.test(text)) throw new Error(`no SGR sequence: ${JSON.stringify(line)}`)
      const columns = anyText.width(text)
      runs.push({ text, style: current, column, columns })
      column += columns
    }
  }
  return { runs, style: current }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are made of them
const pieces = /\x1b\[([0-9;]*)m|((?:(?!\x1b\[[0-9;]*m).)+)/gsu

/** Applies SGR codes: ECMA-48, 8.3.117, and xterm's colours 38;5;N and 38;2;R;G;B. */
function styleAfter(codes: string, before: Style): Style {
  let style = before
  const numbers = codes.split(';').map(Number)
  while (numbers.length > 0) {
    const code = numbers.shift() ?? 0
    const isColour = code === 38 || code === 48
    const change = isColour ? { [propertyOf(code)]: extended(numbers) } : changes(code)
    style = change ? { ...style, ...change } : {}
  }
  return style
}

const propertyOf = (code: number) =>
  code < 40 || (code >= 90 && code < 100) ? 'color' : 'background'

/** Returns the change of a code. Returns undefined for 0, which resets the style. */
function changes(code: number) {
  if (code === 0) return undefined
  if (code === 39 || code === 49) return { [propertyOf(code)]: undefined }
  if ((code >= 30 && code < 38) || (code >= 40 && code < 48))
    return { [propertyOf(code)]: palette[code % 10] }
  if ((code >= 90 && code < 98) || (code >= 100 && code < 108)) {
    return { [propertyOf(code)]: palette[(code % 10) + 8] }
  }
  const change = attributes[code]
  if (!change) throw new Error(`SGR ${code} is not known`)
  return change
}

const attributes: Readonly<Record<number, Style>> = {
  1: { isBold: true },
  2: { isFaint: true },
  3: { isItalic: true },
  4: { isUnderlined: true },
  7: { isInverse: true },
  22: { isBold: false, isFaint: false },
  23: { isItalic: false },
  24: { isUnderlined: false },
  27: { isInverse: false },
}

/** Removes the numbers of a colour after 38 or 48 and returns the colour. */
function extended(numbers: number[]): string {
  const kind = numbers.shift()
  const [one = 0, two = 0, three = 0] = numbers.splice(0, kind === 5 ? 1 : 3)
  if (kind === 2) return hex(one, two, three)
  if (kind !== 5) throw new Error(`SGR 38;${kind} is not known`)
  return palette[one] ?? (one < 232 ? cube(one - 16) : grey(one - 232))
}

/** xterm's colour cube of 6 × 6 × 6 colours. The 24 greys follow it. */
function cube(index: number): string {
  const level = (digit: number) => (digit === 0 ? 0 : 55 + 40 * digit)
  return hex(level(Math.floor(index / 36)), level(Math.floor(index / 6) % 6), level(index % 6))
}

const grey = (index: number) => hex(8 + 10 * index, 8 + 10 * index, 8 + 10 * index)

const hex = (...levels: readonly number[]) =>
  `#${levels.map((level) => level.toString(16).padStart(2, '0')).join('')}`

/** The 16 basic colours by number, in GitHub's dark theme. */
const palette: readonly string[] = [
  ...['#484f58', '#ff7b72', '#3fb950', '#d29922', '#58a6ff', '#bc8cff', '#39c5cf', '#b1bac4'],
  ...['#6e7681', '#ffa198', '#56d364', '#e3b341', '#79c0ff', '#d2a8ff', '#56d4dd', '#ffffff'],
]
