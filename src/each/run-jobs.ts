import { programEnvironment } from '../formats/program-environment.ts'
import { sessionVariables } from '../formats/variables.ts'
import type { Context } from '../model/context.ts'
import { AssumeError, InterruptedError } from '../model/errors.ts'
import { inParallel } from '../session/in-parallel.ts'
import { hasFailed, type Job, type JobResult } from './job.ts'
import type { JobsOutput } from './output.ts'
import { type ProgressLine, progressLine, type Standing } from './progress.ts'
import { type ProgramEnd, runProgram } from './run-program.ts'

export interface Running {
  readonly program: readonly [string, ...string[]]
  readonly jobs: readonly Job[]
  /** Number of concurrent runs. */
  readonly atOnce: number
  /** No other job starts before the first one has ended. */
  readonly isFirstAlone?: boolean
  readonly output: JobsOutput
  /** The commands that run the program for these jobs only. */
  again(jobs: readonly Job[]): readonly string[]
  readonly line: ProgressLine
}

/** Milliseconds between the signal and SIGKILL. */
const killAfterMs = 5_000

/** An exit status above 128 is 128 plus the number of the signal. */
const signals: ReadonlyMap<number, NodeJS.Signals> = new Map([
  [129, 'SIGHUP'],
  [130, 'SIGINT'],
  [143, 'SIGTERM'],
])

/**
 * Runs the program once for each job.
 *
 * @returns the results, in the order of the jobs.
 * @throws InterruptedError that names the finished jobs, after all programs have exited.
 */
export async function runJobs(running: Running, context: Context): Promise<readonly JobResult[]> {
  const { jobs, atOnce } = running
  const { interrupted, signalGroup, env, now } = context
  const began = now().getTime()
  const secondsSince = (start: number) => (now().getTime() - start) / 1000
  const endings = new Map<Job, JobResult>()
  const leaders = new Map<Job, number | undefined>()
  const toAll = (signal: NodeJS.Signals) => {
    for (const leader of leaders.values()) if (leader !== undefined) signalGroup(leader, signal)
  }
  const standing = () => standingOf(running, endings, leaders, secondsSince(began))
  const tell = () => running.line.show(() => progressLine(standing()))

  let giveUp = () => {}
  const stopped = new Promise<void>((done) => {
    giveUp = done
  })

  const run = async (job: Job) => {
    if (interrupted.aborted) return
    leaders.set(job, undefined)
    tell()
    const start = now().getTime()
    const output = running.output.open(job)
    const started = (leader: number) => {
      leaders.set(job, leader)
      if (interrupted.aborted) signalGroup(leader, 'SIGTERM')
    }
    const kill = (leader: number) => signalGroup(leader, 'SIGKILL')
    const end = await ended(async () => {
      const variables = sessionVariables(await job.session())
      const programEnv = programEnvironment(variables, env)
      return runProgram(running.program, { env: programEnv, output, started, kill, stopped })
    })
    leaders.delete(job)
    const ending = { job, seconds: secondsSince(start), ...end }
    endings.set(job, ending)
    const shown = output.end(ending)
    tell()
    await Promise.race([shown, stopped])
  }

  const alone = running.isFirstAlone ? 1 : 0
  const all = inParallel(jobs.slice(0, alone), 1, run).then(() =>
    inParallel(jobs.slice(alone), atOnce, run),
  )
  let last: NodeJS.Timeout | undefined
  const stop = () => {
    giveUp()
    const { reason } = interrupted
    if (!(reason instanceof InterruptedError)) return
    toAll(signals.get(reason.exitCode) ?? 'SIGTERM')
    last = setTimeout(() => toAll('SIGKILL'), killAfterMs)
    reason.tell(...whatHadFinished(running, endings, leaders))
    reason.ending = all.catch(() => {})
  }
  interrupted.addEventListener('abort', stop)
  try {
    await all
  } finally {
    // Ends every program that still runs, whatever the error was.
    toAll('SIGTERM')
    clearTimeout(last)
    running.line.clear()
    interrupted.removeEventListener('abort', stop)
  }
  interrupted.throwIfAborted()
  return jobs.map((job) => endings.get(job) as JobResult)
}

async function ended(work: () => Promise<ProgramEnd>): Promise<ProgramEnd> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AssumeError) || error instanceof InterruptedError) throw error
    return { kind: 'error', error }
  }
}

type MessageWithHints = readonly [message: string, hints: readonly string[]]

function whatHadFinished(
  { jobs, again }: Running,
  endings: ReadonlyMap<Job, JobResult>,
  leaders: ReadonlyMap<Job, unknown>,
): MessageWithHints {
  const good = [...endings.values()].filter((ending) => !hasFailed(ending)).map(({ job }) => job)
  const failed = [...endings.values()].filter(hasFailed).map(({ job }) => job)
  const groups = [
    ['finished', good],
    ['failed', failed],
    ['stopped while it ran', [...leaders.keys()]],
  ] as const
  const lines = groups
    .filter(([, members]) => members.length > 0)
    .map(([what, members]) => `${what}: ${members.map(({ name }) => name).join(', ')}`)
  const rest = jobs.filter((job) => !good.includes(job))
  return [
    `cancelled when ${good.length} of ${jobs.length} had finished`,
    [...lines, ...again(rest).map((command) => `the others alone: ${command}`)],
  ]
}

function standingOf(
  { jobs }: Running,
  endings: ReadonlyMap<Job, JobResult>,
  leaders: ReadonlyMap<Job, unknown>,
  seconds: number,
): Standing {
  const failed = [...endings.values()].filter(hasFailed).length
  return {
    running: [...leaders.keys()].map(({ name }) => name),
    done: endings.size - failed,
    failed,
    total: jobs.length,
    seconds,
  }
}
