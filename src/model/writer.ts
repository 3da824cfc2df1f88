/**
 * The only way to stdout, to stderr and to the shell that evals our code. A text is handed over whole.
 * Each promise resolves when the system has taken all of it, which may wait for a slow reader. The
 * order is that of the calls, also for a caller that does not wait, and the program does not end before.
 */
export interface Writer {
  /**
   * Where nobody reads any more, as after `| head -1`, the program ends without a message.
   *
   * @throws the system's error, such as ENOSPC.
   */
  toStdout(text: string | Uint8Array): Promise<void>
  /** Never fails: whether anybody reads stderr does not decide what the program does. */
  toStderr(text: string | Uint8Array): Promise<void>
  /**
   * Whether a write to the file descriptor would work. Node may have put one of its own there, which takes
   * no write.
   */
  accepts(fileDescriptor: number): boolean
  /**
   * For code that a shell evals, and for keys that a program reads.
   *
   * @throws the system's error, also EPIPE: then nobody has the session.
   */
  toDescriptor(fileDescriptor: number, text: string): Promise<void>
  /** Resolves when all that was handed over for a file descriptor, or for any, is written. */
  flushed(fileDescriptor?: number): Promise<void>
}
