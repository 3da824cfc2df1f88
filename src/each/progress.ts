import { visible } from '../model/visible.ts'

/** How far it is. */
export interface Standing {
  readonly running: readonly string[]
  readonly done: number
  readonly failed: number
  readonly total: number
  /** Since the start. */
  readonly seconds: number
}

/** `3 running, 10 done, 1 failed, 6 to go, about 2 min left: dev, prod, test`, cut to a width. */
export function progressLine(standing: Standing, columns: number): string {
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
  const line = `${parts.join(', ')}${names && `: ${names}`}`
  return line.length < columns ? line : `${line.slice(0, Math.max(columns - 2, 1))}…`
}

const shownSeconds = (seconds: number) =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`

/** Where the line is drawn. */
export interface ProgressTerminal {
  write(text: string): void
  /** How wide it is now. */
  columns(): number | undefined
}

/** A line at the foot of a terminal, which is out of the way while something else is written. */
export class ProgressLine {
  readonly #terminal: ProgressTerminal | undefined
  readonly #timer: NodeJS.Timeout | undefined
  #text: ((columns: number) => string) | undefined

  /** @param terminal absent where nobody looks. */
  constructor(terminal: ProgressTerminal | undefined) {
    this.#terminal = terminal
    if (terminal) this.#timer = setInterval(() => this.#draw(), 1000).unref()
  }

  /** From now on, until it is to give way. */
  show(text: (columns: number) => string): void {
    this.#text = text
    this.#draw()
  }

  /** Writes something else. The line is back at once, even if the reader of that is slow. */
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
    const columns = this.#terminal?.columns() ?? 80
    if (this.#text) this.#terminal?.write(`\r${this.#text(columns)}\x1b[K`)
  }
}
