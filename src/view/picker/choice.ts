import { lineOfCells } from '../../terminal/line-of-cells.ts'
import { measureFor } from '../../terminal/measure-for.ts'
import type { Size, Widget } from '../../terminal/terminal-screen.ts'
import { inColumns } from './choice-columns.ts'
import type { Candidate, ChoiceList } from './choice-list.ts'
import { search } from './fuzzy-search.ts'
import type { Matches } from './matches.ts'
import type { SearchTexts } from './search-texts.ts'

/** Plain text or coloured text. */
export interface ChoiceMarks {
  readonly chosen: (text: string) => string
  readonly faint: (text: string) => string
}

interface ChoiceOptions {
  readonly marks: ChoiceMarks
  /** The text that the search begins with. */
  readonly query?: string
  /** The help for the keys. */
  readonly help?: readonly string[]
  /** Ctrl-R ends the choice, so that the caller can renew the items. */
  readonly isRenewable?: boolean
}

export const usualHelp = ['Enter: use', 'Esc: cancel', 'type to filter']

/** Lets the user search the items and select one with the keyboard. */
export class SearchChoice<T extends Candidate> implements Widget {
  readonly #items: ChoiceList<T>
  readonly #marks: ChoiceMarks
  readonly #help: readonly string[]
  readonly #isRenewable: boolean
  #isToRenew = false
  readonly #texts: readonly SearchTexts[]
  #query = ''
  /** Undefined if all items are found. */
  #found: Matches | undefined
  #at = 0
  #top = 0

  constructor(
    items: ChoiceList<T>,
    { marks, query = '', help = usualHelp, isRenewable = false }: ChoiceOptions,
  ) {
    this.#items = items
    // The first key would have to wait for it, and the first frame has more time than a key.
    this.#texts = items.texts()
    this.#marks = marks
    this.#help = help
    this.#isRenewable = isRenewable
    if (query !== '') this.#look(query)
  }

  get query(): string {
    return this.#query
  }

  /** The user has asked for new items instead of selecting one. */
  get isToRenew(): boolean {
    return this.#isToRenew
  }

  get chosen(): T | undefined {
    return this.#row(this.#at)
  }

  get #rows(): number {
    return this.#found?.length ?? this.#items.length
  }

  #row(row: number): T | undefined {
    return this.#items.at(this.#found ? (this.#found.at(row) ?? -1) : row)
  }

  async lines({ columns, rows }: Size): Promise<readonly string[]> {
    const { chosen, faint } = this.#marks
    const page = pageOf(rows)
    this.#top = Math.max(Math.min(this.#top, this.#at), this.#at - page + 1)
    const at = this.#at - this.#top
    const seen = Array.from({ length: page }, (_, row) => this.#row(this.#top + row)).filter(
      (item) => item !== undefined,
    )
    const cells = seen.map((each) => each.cells())
    const input = `assume: ${this.#query}▏`
    const keys = [`${this.#rows}/${this.#items.length}`, ...this.#help].join('  ')
    const names = seen.map(({ name }) => name)
    const measure = await measureFor([input, ...names, ...cells.flat()])
    const { width, cut } = measure
    const start = Math.min(2 + Math.max(...names.map(width), 0), Math.max(columns, 3))
    const rests = inColumns(cells, { start, end: columns }, measure)
    const body = names.map((name, index) => {
      const isChosen = index === at
      const rest = (rests[index] ?? []).map((cell) => (isChosen ? cell : { ...cell, mark: faint }))
      const shown = { at: 2, text: cut(name, start - 2) }
      const line = lineOfCells(
        [{ at: 0, text: isChosen ? '>' : ' ' }, shown, ...rest],
        measure,
        true,
      )
      return isChosen ? chosen(line) : line
    })
    return [cut(input, columns), ...body, faint(cut(keys, columns))]
  }

  press(
    { name, ctrl, meta }: Parameters<Widget['press']>[0],
    text: string | undefined,
    { rows }: Size,
  ): ReturnType<Widget['press']> {
    if (name === 'escape' || (ctrl && (name === 'c' || name === 'd' || name === 'g'))) {
      return 'cancelled'
    }
    if (name === 'return' || name === 'enter') return this.chosen ? 'done' : 'goes on'
    if (ctrl && name === 'r' && this.#isRenewable) {
      this.#isToRenew = true
      return 'done'
    }
    if (name === 'up' || (ctrl && name === 'p')) this.#move(-1)
    else if (name === 'down' || name === 'tab' || (ctrl && name === 'n')) this.#move(1)
    else if (name === 'pageup') this.#move(-pageOf(rows))
    else if (name === 'pagedown') this.#move(pageOf(rows))
    else if (name === 'home') this.#move(-this.#rows)
    else if (name === 'end') this.#move(this.#rows)
    else if (name === 'backspace') this.#look(withoutLast(this.#query))
    else if (ctrl && name === 'u') this.#look('')
    else if (ctrl && name === 'w') this.#look(this.#query.replace(/\S*\s*$/, ''))
    else if (!ctrl && !meta && text !== undefined && typed.test(text)) {
      this.#look(this.#query + text)
    }
    return 'goes on'
  }

  #move(by: number): void {
    this.#at = Math.max(0, Math.min(this.#rows - 1, this.#at + by))
  }

  #look(query: string): void {
    this.#query = query
    this.#found = search(this.#texts, query)
    this.#at = 0
  }
}

/** Text without control characters. Joiners and tags are parts of emoji. */
const typed = /^(?:\P{C}|\u200d|[\u{e0020}-\u{e007f}])+$/u

/** Removes what the user sees as the last character. The rules of Unicode take milliseconds to load. */
const withoutLast = (text: string) =>
  /^[\x20-\x7e]*$/.test(text)
    ? text.slice(0, -1)
    : [...new Intl.Segmenter().segment(text)]
        .slice(0, -1)
        .map(({ segment }) => segment)
        .join('')

/** Two lines are for the input and the key help. */
const pageOf = (rows: number) => Math.max(1, Math.min(rows - 2, 20))
