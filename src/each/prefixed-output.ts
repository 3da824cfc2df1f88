import { visible } from '../model/visible.ts'
import { lineOfCells } from '../terminal/line-of-cells.ts'
import type { TextMeasure } from '../terminal/text-measure.ts'
import type { Job } from './job.ts'
import type { JobsOutput, StreamName, Write } from './output.ts'
import { WholeLines } from './whole-lines.ts'

/** Returns true if a stream is a terminal that supports colours. */
export type IsColoured = (stream: StreamName) => boolean

/** Shows each line as soon as it is complete, after the name of its target. */
export function prefixedOutput(
  jobs: readonly Job[],
  write: Write,
  isColoured: IsColoured,
  measure: TextMeasure,
): JobsOutput {
  const widths = jobs.map(({ name }) => measure.width(visible(name)))
  const bar = { at: Math.max(...widths) + 1, text: '|' }
  const colours = coloursOf(jobs)
  return {
    open(job) {
      const lines = { stdout: new WholeLines(), stderr: new WholeLines() }
      const prefixFor = (stream: StreamName) => {
        const name = visible(job.name)
        if (!isColoured(stream)) return `${name} | `
        const shown = lineOfCells([{ at: 0, text: name }, bar], measure, true)
        return `\x1b[${colours.get(job.target)}m${shown}\x1b[0m `
      }
      const prefixes = { stdout: prefixFor('stdout'), stderr: prefixFor('stderr') }
      const say = async (stream: StreamName, whole: readonly Buffer[]) => {
        if (whole.length === 0) return
        const prefix = Buffer.from(prefixes[stream])
        await write(stream, Buffer.concat(whole.flatMap((line) => [prefix, line])))
      }
      return {
        take: (stream, piece) => say(stream, lines[stream].add(piece)),
        async end() {
          await say('stdout', lines.stdout.end())
          await say('stderr', lines.stderr.end())
        },
      }
    },
  }
}

/** Colours that are readable on black and on white. Red is for errors. */
const palette = [36, 33, 32, 35, 34, 96, 93, 92, 95, 94]

function coloursOf(jobs: readonly Job[]): ReadonlyMap<string, number> {
  const targets = [...new Set(jobs.map(({ target }) => target))]
  return new Map(targets.map((target, index) => [target, palette[index % palette.length] ?? 36]))
}
