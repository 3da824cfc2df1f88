/** A line that does not end is broken here. In bytes. */
const maxBytes = 1_000_000

const newline = 10

/**
 * Makes whole lines of bytes that come in pieces. Each has its newline, also the last one; what else
 * is in them stays as it is.
 */
export class WholeLines {
  #rest: readonly Buffer[] = []
  #length = 0

  /** The lines that are whole with this piece. */
  add(piece: Buffer): readonly Buffer[] {
    const lines: Buffer[] = []
    let start = 0
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, start)) {
      lines.push(Buffer.concat([...this.#rest, piece.subarray(start, end + 1)]))
      this.#rest = []
      this.#length = 0
      start = end + 1
    }
    if (start < piece.length) this.#keep(piece.subarray(start))
    return this.#length > maxBytes ? [...lines, ...this.end()] : lines
  }

  /** What is left at the end. */
  end(): readonly Buffer[] {
    if (this.#length === 0) return []
    const line = Buffer.concat([...this.#rest, Buffer.of(newline)])
    this.#rest = []
    this.#length = 0
    return [line]
  }

  #keep(piece: Buffer): void {
    this.#rest = [...this.#rest, piece]
    this.#length += piece.length
  }
}
