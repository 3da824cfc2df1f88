import { writeSync } from 'node:fs'
import type { Writable } from 'node:stream'
import type { Destination } from './destination.ts'

/** Runs a write that may block, in such a way that a signal still ends the program. */
export type RunBlocking = (write: () => void) => void

/**
 * Writes to one destination in the order of the calls. If the destination does not accept
 * everything at once, the rest waits without blocking the process, so that signals are still
 * handled.
 */
export class OutputQueue {
  readonly #destination: Destination
  readonly #runBlocking: RunBlocking
  #stream: Promise<Writable> | undefined
  #failure: unknown
  #waiting = 0
  #written: Promise<void> = Promise.resolve()

  constructor(destination: Destination, runBlocking: RunBlocking) {
    this.#destination = destination
    this.#runBlocking = runBlocking
  }

  /** Resolves when no write is pending, even after a failure. */
  get flushed(): Promise<void> {
    return this.#written
  }

  /**
   * @param mayBlock allows a blocking write for a short text on the fast path. A stream would take
   *   longer to load than the session takes to find.
   * @throws the system's error, which each later call repeats.
   */
  async write(bytes: Uint8Array, mayBlock: boolean): Promise<void> {
    if (this.#failure) throw this.#failure
    const isNext = this.#waiting === 0 && (mayBlock || !this.#destination.blocks)
    const count = isNext ? this.#writeNow(bytes) : 0
    if (count === bytes.length) return
    this.#waiting += 1
    const written = this.#written.then(() => this.#writeLater(bytes.subarray(count)))
    this.#written = written.catch(() => {})
    await written
  }

  /** @returns the number of bytes that the destination accepts at once. */
  #writeNow(bytes: Uint8Array): number {
    const { fileDescriptor, blocks } = this.#destination
    let count = 0
    const write = () => {
      while (count < bytes.length) count += writeSync(fileDescriptor, bytes, count)
    }
    try {
      if (blocks) this.#runBlocking(write)
      else write()
    } catch (error) {
      // The destination is full. A blocking one returns EAGAIN if another program has set
      // O_NONBLOCK on it.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) {
        this.#failure = error
        throw error
      }
    }
    return count
  }

  async #writeLater(bytes: Uint8Array): Promise<void> {
    try {
      if (this.#failure) throw this.#failure
      this.#stream ??= this.#destination.stream()
      const stream = await this.#stream
      await new Promise<void>((done, failed) => {
        stream.write(bytes, (error) => (error ? failed(error) : done()))
      })
    } catch (error) {
      this.#failure ??= error
      throw this.#failure
    } finally {
      this.#waiting -= 1
    }
  }
}
