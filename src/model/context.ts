import type { Stats } from 'node:fs'
import type { Writer } from './writer.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The terminal of the session that we run in, whatever stdin and stdout are. */
export interface Terminal {
  /** Whether a question could be asked. */
  isThere(): boolean
  /** @returns a new file descriptor. @throws the system's error where there is no terminal. */
  open(flags: 'r' | 'w'): number
}

/** The world outside, made once in `bin.ts`, so that nothing else reaches for `process`. */
export interface Context {
  readonly env: Environment
  readonly writer: Writer
  /** What a file descriptor is open on. @throws EBADF where nothing is open. */
  fileStatus(fileDescriptor: number): Stats
  /** Whether a file descriptor is open on a terminal. */
  isTerminal(fileDescriptor: number): boolean
  readonly terminal: Terminal
  /** How wide the terminal is that is open as stdout or stderr. */
  columns(fileDescriptor: 1 | 2): number | undefined
  readonly version: string
  /** `22.11.0` */
  readonly nodeVersion: string
  /** Absolute paths of node and of the program, to bake into the wrapper. */
  readonly program: { readonly node: string; readonly script: string }
  readonly parentPid: number
  /** Undefined where it has been removed. */
  currentFolder(): string | undefined
  /** Whose files are ours; absent where the system knows no owners. */
  readonly userId: number | undefined
  /** Aborted, with an InterruptedError as the reason, by a signal that ends the program. */
  readonly interrupted: AbortSignal
  /** From now on Ctrl-C is for the program we started, as at any shell. */
  leaveInterruptsToChild(): void
  /** To a program that we started as the leader of a group of its own, and all in it. */
  signalGroup(leader: number, signal: NodeJS.Signals): void
  /** From now on signals end nothing here; what comes is handed to the program we started. */
  handSignalsOn(to: (signal: NodeJS.Signals) => void): void
  /**
   * When all is done, ends us as it did the program we started, so that a loop in the shell around us
   * ends at Ctrl-C, too.
   */
  endBy(signal: NodeJS.Signals): void
  /** Says whenever the terminal gets another size, until the function that it gives is called. */
  onResize(changed: () => void): () => void
  now(): Date
}
