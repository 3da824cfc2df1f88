import { constants, fstatSync, openSync } from 'node:fs'
import type { Writable } from 'node:stream'

/** An open file, pipe, socket or terminal, and the way to wait for its reader. */
export interface Destination {
  readonly fileDescriptor: number
  /** Equal for two file descriptors of one pipe, whose writes must stay in order. */
  readonly identity: string
  /** True if a write may block the process until the reader reads. */
  readonly blocks: boolean
  /** A stream that waits for the reader. It is created on demand, because `node:net` loads slowly. */
  stream(): Promise<Writable>
}

/** @throws EBADF if the file descriptor is not open. */
export function destinationOf(fileDescriptor: number): Destination {
  const stats = fstatSync(fileDescriptor)
  if (!stats.isFIFO() && !stats.isSocket()) {
    // A disk needs no reader. A terminal that Ctrl-S has stopped continues on Ctrl-C.
    const stream = () => terminalStream(fileDescriptor)
    return { fileDescriptor, identity: `${fileDescriptor}`, blocks: false, stream }
  }
  const own = stats.isFIFO() ? reopened(fileDescriptor) : undefined
  const used = own ?? fileDescriptor
  return {
    fileDescriptor: used,
    identity: `${stats.dev}:${stats.ino}`,
    blocks: own === undefined,
    stream: () => socketStream(used),
  }
}

/**
 * Opens the same pipe again in non-blocking mode. On the inherited descriptor O_NONBLOCK would also
 * apply to the shell and to all programs that it started. Their writes would fail with EAGAIN.
 */
function reopened(fileDescriptor: number): number | undefined {
  try {
    const path = `/proc/self/fd/${fileDescriptor}`
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch {
    // macOS has no /proc, and a pipe of another user cannot be opened.
    return undefined
  }
}

async function socketStream(fd: number): Promise<Writable> {
  const { Socket } = await import('node:net')
  return withoutEvents(new Socket({ fd, readable: false, writable: true }))
}

async function terminalStream(fileDescriptor: number): Promise<Writable> {
  const { WriteStream } = await import('node:tty')
  return withoutEvents(new WriteStream(fileDescriptor))
}

/** The callback of each write receives the error, so the event needs no handler. */
const withoutEvents = (stream: Writable) => stream.on('error', () => {})
