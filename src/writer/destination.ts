import { constants, fstatSync, openSync } from 'node:fs'
import type { Writable } from 'node:stream'

/** An open file, pipe, socket or terminal, and how to wait for its reader. */
export interface Destination {
  readonly fileDescriptor: number
  /** The same for two file descriptors of one pipe, where the order of what is written has to stay. */
  readonly identity: string
  /** Whether a write may block the process until somebody reads. */
  readonly blocks: boolean
  /** A stream that waits for the reader. It is made only when needed, since `node:net` loads slowly. */
  stream(): Promise<Writable>
}

/** @throws EBADF where nothing is open. */
export function destinationOf(fileDescriptor: number): Destination {
  const stats = fstatSync(fileDescriptor)
  if (!stats.isFIFO() && !stats.isSocket()) {
    // A disk needs no reader, and a terminal that Ctrl-S has stopped goes on at Ctrl-C.
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
 * The same pipe as an open file of our own that does not block. On the one that we are given the flag
 * O_NONBLOCK would also be set for the shell and all programs that it has started, whose writes then
 * fail with EAGAIN.
 */
function reopened(fileDescriptor: number): number | undefined {
  try {
    const path = `/proc/self/fd/${fileDescriptor}`
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  } catch {
    // There is no /proc on macOS, and a pipe that another user made cannot be opened.
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

/** The callback of each write gets its error. */
const withoutEvents = (stream: Writable) => stream.on('error', () => {})
