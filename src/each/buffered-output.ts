import { AssumeError } from '../model/errors.ts'
import { visible } from '../model/visible.ts'
import { type Job, type JobResult, reasonOf } from './job.ts'
import type { JobsOutput, StreamName, Write } from './output.ts'
import { WholeLines } from './whole-lines.ts'

/** Of one program, in bytes: all of it is in memory until the program has ended. */
const maxBytes = 16_000_000

type OutputChunk = readonly [StreamName, Buffer]

/** All that a target has said, in whole lines, under its name, once it has ended. */
export const groupedOutput = (write: Write): JobsOutput => ({
  open() {
    const lines = { stdout: new WholeLines(), stderr: new WholeLines() }
    const cached = keeping('--group', async (ending, pieces) => {
      const title = Buffer.from(`== ${visible(ending.job.name)}: ${visible(reasonOf(ending))}\n`)
      const runs = joined([['stdout', title], ...pieces])
      // All at once, so that nothing of another target comes in between.
      await Promise.all(runs.map(([stream, bytes]) => write(stream, bytes)))
    })
    return {
      async take(stream, piece) {
        cached.check(piece)
        cached.add(stream, lines[stream].add(piece))
      },
      async end(ending) {
        cached.add('stdout', lines.stdout.end())
        cached.add('stderr', lines.stderr.end())
        await cached.end(ending)
      },
    }
  },
})

/** One JSON object a line for each target, in the order in which they end. */
export const jsonOutput = (write: Write): JobsOutput => ({
  open() {
    const cached = keeping('--json', (ending, pieces) =>
      write('stdout', `${JSON.stringify(documentOf(ending, pieces))}\n`),
    )
    return {
      async take(stream, piece) {
        cached.check(piece)
        cached.add(stream, [piece])
      },
      end: cached.end,
    }
  },
})

type Show = (ending: JobResult, pieces: readonly OutputChunk[]) => Promise<void>

function keeping(option: string, show: Show) {
  const pieces: OutputChunk[] = []
  let length = 0
  return {
    /** @throws AssumeError for more than can be kept. */
    check(piece: Buffer): void {
      length += piece.length
      if (length <= maxBytes) return
      throw new AssumeError(
        `it said more than ${maxBytes / 1_000_000} MB, and ${option} keeps all of it in memory`,
        [`without ${option} each line goes on at once`],
      )
    },
    add(stream: StreamName, added: readonly Buffer[]): void {
      for (const piece of added) pieces.push([stream, piece])
    },
    end: (ending: JobResult) => show(ending, pieces),
  }
}

/** Pieces of one stream that follow each other as one, so that a line is not a write of its own. */
function joined(pieces: readonly OutputChunk[]): readonly OutputChunk[] {
  const runs: { readonly stream: StreamName; readonly parts: Buffer[] }[] = []
  for (const [stream, piece] of pieces) {
    const last = runs.at(-1)
    if (last?.stream === stream) last.parts.push(piece)
    else runs.push({ stream, parts: [piece] })
  }
  return runs.map(({ stream, parts }) => [stream, Buffer.concat(parts)])
}

function documentOf(ending: JobResult, pieces: readonly OutputChunk[]) {
  const { target, region }: Job = ending.job
  return {
    target,
    ...(region !== undefined && { region }),
    status: ending.kind === 'exit' ? ending.status : null,
    ...(ending.kind === 'signal' && { signal: ending.signal }),
    ...(ending.kind === 'error' && { error: ending.error.message }),
    seconds: ending.seconds,
    ...decodeChunks('stdout', pieces),
    ...decodeChunks('stderr', pieces),
  }
}

/** What is no UTF-8 comes as it is, in base64, under another name. */
function decodeChunks(stream: StreamName, pieces: readonly OutputChunk[]) {
  const bytes = Buffer.concat(pieces.filter(([name]) => name === stream).map(([, piece]) => piece))
  try {
    return { [stream]: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { [`${stream}Base64`]: bytes.toString('base64') }
  }
}
