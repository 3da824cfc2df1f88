import { join } from 'node:path'
import { chalk } from 'zx'
import { buildOf, buildOfWorkTree } from './builds.mjs'
import { median, medianInterval } from './interval.mjs'
import { shown } from './limits.mjs'
import { firstRun, measured } from './measure.mjs'

/** The interval of the differences is narrower than that part of a run when it is enough. */
const narrow = 0.03

const fewestRounds = 25

/** In milliseconds. A busy machine may never give a narrow interval. */
const longest = 240_000

/**
 * Runs the builds of a revision and of the work tree in alternating order, and says which runs got
 * slower or faster.
 *
 * @returns whether nothing got slower.
 */
export async function compare({ revision, isWanted, aws, work }) {
  // Paths of one length: Node's start depends on it.
  const before = await buildOf(revision, join(work, 'build-1'))
  const after = await buildOfWorkTree(join(work, 'build-2'))
  const [old, now] = await Promise.all(
    [before, after].map(async (build) => {
      const { subjectsOf } = await import(join(build, 'scripts/bench/subjects.mjs'))
      return (await subjectsOf({ build, aws, work })).flat().filter(isWanted)
    }),
  )
  let isGood = true
  for (const subject of now) {
    const same = old.find(({ id }) => id === subject.id)
    const difference = same
      ? await confirmed(same, subject, work)
      : { skipped: `${revision} has no such run` }
    console.log(lineOf(subject, difference))
    if (difference.verdict === 'slower' || difference.failure) isGood = false
  }
  return isGood
}

/** Of a dozen comparisons one may differ by chance, so a difference is told that is seen twice. */
async function confirmed(before, after, work) {
  for (const subject of [before, after]) {
    const { skipped, failure } = await firstRun(subject, work)
    if (skipped || failure) return { skipped, failure }
  }
  const first = await difference(before, after, work)
  if (first.verdict !== 'slower' && first.verdict !== 'faster') return first
  const second = await difference(before, after, work)
  return second.verdict === first.verdict ? second : { ...second, verdict: 'same' }
}

async function difference(before, after, work) {
  const [old, now] = [[], []]
  const start = Date.now()
  for (let round = 0; ; round++) {
    const pair = [
      [before, old],
      [after, now],
    ]
    for (const [subject, times] of round % 2 === 0 ? pair : pair.reverse()) {
      times.push(await measured(subject, work))
    }
    const whole = median(old)
    const interval = medianInterval(now.map((time, index) => time - old[index]))
    const isNarrow = (interval.high - interval.low) / whole < narrow
    if (round + 1 < fewestRounds || (!isNarrow && Date.now() - start < longest)) continue
    return { whole, interval, rounds: round + 1, verdict: verdictOf(interval, isNarrow) }
  }
}

function verdictOf({ low, high }, isNarrow) {
  if (low > 0) return 'slower'
  if (high < 0) return 'faster'
  return isNarrow ? 'same' : 'unclear'
}

const colours = { slower: chalk.red, faster: chalk.green, same: chalk.dim, unclear: chalk.yellow }

function lineOf({ name, per = 1 }, { skipped, failure, whole, interval, rounds, verdict }) {
  if (skipped || failure) return `${name.padEnd(32)} ${skipped ?? chalk.red(failure)}`
  const { low, high, median: middle } = interval
  const percent = (part) => `${signed((100 * part) / whole)} %`
  const milliseconds = (part) => `${signed(part / per)} ms`
  return [
    name.padEnd(32),
    colours[verdict](verdict.padEnd(8)),
    `${percent(middle)} (${percent(low)} to ${percent(high)})`.padEnd(34),
    `${milliseconds(middle)} (${milliseconds(low)} to ${milliseconds(high)}) of ${shown(whole / per)} ms`,
    chalk.dim(`${rounds} pairs`),
  ].join(' ')
}

const signed = (number) => `${number < 0 ? '−' : '+'}${shown(Math.abs(number))}`
