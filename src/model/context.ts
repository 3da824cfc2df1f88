import type { Stats } from 'node:fs'
import type { Writer } from './writer.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The controlling terminal, regardless of stdin and stdout. */
export interface Terminal {
  /** Returns true if a question can be asked. */
  isThere(): boolean
  /**
   * @returns a new file descriptor.
   * @throws the system's error if there is no terminal.
   */
  open(flags: 'r' | 'w'): number
}

/** The outside world. `bin.ts` creates it once, and no other code uses `process`. */
export interface Context {
  readonly env: Environment
  readonly writer: Writer
  /** The file status of an open file descriptor. @throws EBADF if it is not open. */
  fileStatus(fileDescriptor: number): Stats
  /** Returns true if the file descriptor is a terminal. */
  isTerminal(fileDescriptor: number): boolean
  readonly terminal: Terminal
  /** The width of the terminal on stdout or stderr. */
  columns(fileDescriptor: 1 | 2): number | undefined
  readonly version: string
  /** `22.11.0` */
  readonly nodeVersion: string
  /** The absolute paths of Node and of the program, for the wrapper. */
  readonly program: { readonly node: string; readonly script: string }
  readonly parentPid: number
  /** Undefined if the folder no longer exists. */
  currentFolder(): string | undefined
  /** The user whose files are trusted. Undefined if the system has no users. */
  readonly userId: number | undefined
  /** Aborted by a signal that ends the program, with an InterruptedError as the reason. */
  readonly interrupted: AbortSignal
  /** From now on only the started program handles Ctrl-C, as under any shell. */
  leaveInterruptsToChild(): void
  /** Sends a signal to a started program that leads its own process group, and to the whole group. */
  signalGroup(leader: number, signal: NodeJS.Signals): void
  /** From now on signals do not end this process. It passes them to `to`. */
  handSignalsOn(to: (signal: NodeJS.Signals) => void): void
  /**
   * Ends this process with the signal that ended the started program, so that a loop in the calling
   * shell also ends on Ctrl-C.
   */
  endBy(signal: NodeJS.Signals): void
  /** Reports that this run has obtained a session, so its compiled code is worth saving. */
  sessionObtained(): void
  /** Calls `changed` when the size of the terminal changes. The returned function removes the listener. */
  onResize(changed: () => void): () => void
  now(): Date
}
