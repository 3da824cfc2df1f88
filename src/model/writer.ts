/**
 * The only way to write to stdout, to stderr and to the shell that evaluates code. Each text is
 * written completely. Each promise resolves when the system has accepted all of it, which may wait
 * for a slow reader. Writes happen in the order of the calls, even without `await`, and the program
 * does not end before they are complete.
 */
export interface Writer {
  /**
   * If the reader has closed stdout, as after `| head -1`, the program ends without a message.
   *
   * @throws the system's error, such as ENOSPC.
   */
  toStdout(text: string | Uint8Array): Promise<void>
  /** Never fails, because a closed stderr does not change the outcome of the program. */
  toStderr(text: string | Uint8Array): Promise<void>
  /**
   * Returns true if a write to the file descriptor would succeed. Node may use this number for a
   * descriptor of its own that accepts no write.
   */
  accepts(fileDescriptor: number): boolean
  /**
   * Writes code that a shell evaluates, or keys that a program reads.
   *
   * @throws the system's error, including EPIPE. The session has then reached nobody.
   */
  toDescriptor(fileDescriptor: number, text: string): Promise<void>
  /** Resolves when all writes to a file descriptor, or to any, are complete. */
  flushed(fileDescriptor?: number): Promise<void>
}
