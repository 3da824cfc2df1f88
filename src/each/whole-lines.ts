/** Bytes. A longer line is split. */
const maxBytes = 1_000_000

const newline = 10

/**
 * Joins chunks into lines. Each line ends with a newline, including the last one. Other bytes are
 * unchanged.
 */
export class WholeLines {
  #rest: readonly Buffer[] = []
  #length = 0

  /** The lines that this chunk completes. */
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

  /** The incomplete line at the end of the stream. */
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
