import { visible } from '../model/visible.ts'
import type { TextMeasure } from '../terminal/text-measure.ts'

/** The progress of all jobs. */
export interface Standing {
  readonly running: readonly string[]
  readonly done: number
  readonly failed: number
  readonly total: number
  /** Seconds since the start. */
  readonly seconds: number
}

/** `3 running, 10 done, 1 failed, 6 to go, about 2 min left: dev, prod, test` */
export function progressLine(standing: Standing): string {
  const { running, done, failed, total, seconds } = standing
  const ended = done + failed
  const left = total - ended
  const parts = [
    `${running.length} running`,
    `${done} done`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    `${left - running.length} to go`,
    ...(ended > 0 && left > 0 ? [`about ${shownSeconds((seconds / ended) * left)} left`] : []),
  ]
  const names = running.map(visible).join(', ')
  return `${parts.join(', ')}${names && `: ${names}`}`
}

const shownSeconds = (seconds: number) =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`

/** The terminal that shows the line. */
export interface ProgressTerminal {
  write(text: string): void
  /** The current width. */
  columns(): number | undefined
}

/** A status line at the bottom of a terminal, which is hidden while other text is written. */
export class ProgressLine {
  readonly #terminal: ProgressTerminal | undefined
  readonly #measure: TextMeasure
  readonly #timer: NodeJS.Timeout | undefined
  #text: (() => string) | undefined

  /**
   * @param terminal absent if stderr is not a terminal.
   * @param measure measures the names of the targets.
   */
  constructor(terminal: ProgressTerminal | undefined, measure: TextMeasure) {
    this.#terminal = terminal
    this.#measure = measure
    if (terminal) this.#timer = setInterval(() => this.#draw(), 1000).unref()
  }

  /** Shows the line until it is cleared. */
  show(text: () => string): void {
    this.#text = text
    this.#draw()
  }

  /** Writes other text. The line appears again at once, even if the reader of the text is slow. */
  aside<T>(write: () => T): T {
    const text = this.#text
    this.clear()
    const written = write()
    if (text) this.show(text)
    return written
  }

  clear(): void {
    if (this.#text) this.#terminal?.write('\r\x1b[K')
    this.#text = undefined
  }

  end(): void {
    clearInterval(this.#timer)
    this.clear()
  }

  #draw(): void {
    if (!this.#terminal || !this.#text) return
    // The line must not wrap, because `\r` returns to the start of its last part. The last column stays
    // empty, or CSI K would erase its character.
    const columns = (this.#terminal.columns() || 80) - 1
    this.#terminal.write(`\r${this.#measure.cut(this.#text(), columns)}\x1b[K`)
  }
}
