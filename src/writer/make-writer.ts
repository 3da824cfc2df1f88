import { writeSync } from 'node:fs'
import type { Writer } from '../model/writer.ts'
import { destinationOf } from './destination.ts'
import { OutputQueue, type RunBlocking } from './output-queue.ts'

export interface WriterOptions {
  /** Ends the program after the reader has closed stdout. */
  endWithoutReader(): never
  readonly runBlocking: RunBlocking
}

/** The write errors after the reader has closed a pipe or socket, or after a terminal hangup. */
const readerIsGone = new Set(['EPIPE', 'ECONNRESET', 'EIO'])

export function makeWriter({ endWithoutReader, runBlocking }: WriterOptions): Writer {
  const queues = new Map<number, OutputQueue>()
  const queuesByIdentity = new Map<string, OutputQueue>()
  const queueOf = (fileDescriptor: number) => {
    const known = queues.get(fileDescriptor)
    if (known) return known
    const destination = destinationOf(fileDescriptor)
    const { identity } = destination
    const queue = queuesByIdentity.get(identity) ?? new OutputQueue(destination, runBlocking)
    queuesByIdentity.set(identity, queue)
    queues.set(fileDescriptor, queue)
    return queue
  }
  return {
    async toStdout(text) {
      try {
        await queueOf(1).write(bytesOf(text), false)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : ''
        if (readerIsGone.has(code)) endWithoutReader()
        throw error
      }
    },
    async toStderr(text) {
      try {
        await queueOf(2).write(bytesOf(text), false)
      } catch {
        // A closed stderr or a full disk does not change the outcome of the program.
      }
    },
    accepts(fileDescriptor) {
      try {
        writeSync(fileDescriptor, new Uint8Array(0))
        return true
      } catch {
        return false
      }
    },
    async toDescriptor(fileDescriptor, text) {
      await queueOf(fileDescriptor).write(bytesOf(text), true)
    },
    async flushed(fileDescriptor) {
      const some =
        fileDescriptor === undefined ? [...queues.values()] : [queues.get(fileDescriptor)]
      await Promise.all(some.map((queue) => queue?.flushed))
    },
  }
}

const bytesOf = (text: string | Uint8Array) => (typeof text === 'string' ? Buffer.from(text) : text)
