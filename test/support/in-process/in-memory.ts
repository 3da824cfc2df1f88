import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writer } from '../../../src/model/writer.ts'
import type { Ended, Run } from '../program.ts'
import { runHere } from './run-here.ts'

/**
 * Runs a command line in this process, with stdout and stderr in memory.
 *
 * @returns undefined while another run is in progress.
 */
export async function inProcess(
  args: readonly string[],
  { env = {}, input = '', cwd = process.cwd() }: Run,
): Promise<Ended | undefined> {
  const output = new Output()
  const stdin = input === '' ? undefined : new InputFile(input)
  const surroundings = {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    folder: cwd,
    stdin: stdin?.path ?? '/dev/null',
    umask: process.umask(),
  }
  try {
    const exitCode = await runHere(args, surroundings, { writer: writerTo(output) })
    if (exitCode === undefined) return undefined
    return { stdout: output.text(1), stderr: output.text(2), exitCode, signal: undefined }
  } finally {
    stdin?.remove()
  }
}

class InputFile {
  readonly #folder = mkdtempSync(join(tmpdir(), 'assume-stdin-'))
  readonly path = join(this.#folder, 'stdin')

  constructor(text: string) {
    writeFileSync(this.path, text)
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true })
  }
}

/** What has been written to stdout and stderr. */
class Output {
  readonly #pieces: Readonly<Record<1 | 2, Uint8Array[]>> = { 1: [], 2: [] }

  add(fileDescriptor: 1 | 2, text: string | Uint8Array): void {
    this.#pieces[fileDescriptor].push(Buffer.from(text))
  }

  text(fileDescriptor: 1 | 2): string {
    return Buffer.concat(this.#pieces[fileDescriptor]).toString()
  }
}

/** Writes into memory, without waiting for a reader. Only stdout and stderr are open. */
const writerTo = (output: Output): Writer => ({
  toStdout: async (text) => output.add(1, text),
  toStderr: async (text) => output.add(2, text),
  accepts: isOutput,
  async toDescriptor(fileDescriptor, text) {
    if (isOutput(fileDescriptor)) return output.add(fileDescriptor, text)
    throw Object.assign(new Error('EBADF: bad file descriptor, write'), { code: 'EBADF' })
  },
  async flushed() {},
})

const isOutput = (fileDescriptor: number): fileDescriptor is 1 | 2 =>
  fileDescriptor === 1 || fileDescriptor === 2
