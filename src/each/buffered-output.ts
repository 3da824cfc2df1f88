import { AssumeError } from '../model/errors.ts'
import { visible } from '../model/visible.ts'
import { type Job, type JobResult, reasonOf } from './job.ts'
import type { JobsOutput, StreamName, Write } from './output.ts'
import { WholeLines } from './whole-lines.ts'

/** Bytes of one program. They stay in memory until the program exits. */
const maxBytes = 16_000_000

type OutputChunk = readonly [StreamName, Buffer]

/** Shows the output of a target in whole lines under a heading, after its program has exited. */
export const groupedOutput = (write: Write): JobsOutput => ({
  open() {
    const lines = { stdout: new WholeLines(), stderr: new WholeLines() }
    const cached = keeping('--group', async (ending, pieces) => {
      const title = Buffer.from(`== ${visible(ending.job.name)}: ${visible(reasonOf(ending))}\n`)
      const runs = joined([['stdout', title], ...pieces])
      // All writes start at once, so that output of another target cannot come between them.
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

/** One JSON object per target and line, in the order in which the programs exit. */
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
    /** @throws AssumeError if the output exceeds the limit. */
    check(piece: Buffer): void {
      length += piece.length
      if (length <= maxBytes) return
      throw new AssumeError(
        `it printed more than ${maxBytes / 1_000_000} MB, and ${option} keeps all output in memory`,
        [`without ${option} each line is passed on at once`],
      )
    },
    add(stream: StreamName, added: readonly Buffer[]): void {
      for (const piece of added) pieces.push([stream, piece])
    },
    end: (ending: JobResult) => show(ending, pieces),
  }
}

/** Merges consecutive chunks of one stream, so that each line does not need its own write. */
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

/** Output that is not UTF-8 is base64-encoded in a field of another name. */
function decodeChunks(stream: StreamName, pieces: readonly OutputChunk[]) {
  const bytes = Buffer.concat(pieces.filter(([name]) => name === stream).map(([, piece]) => piece))
  try {
    return { [stream]: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) }
  } catch {
    return { [`${stream}Base64`]: bytes.toString('base64') }
  }
}
