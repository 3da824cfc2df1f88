import { join } from 'node:path'
import { chalk } from 'zx'
import { buildOf, buildOfWorkTree } from './builds.mjs'
import { median, medianInterval } from './interval.mjs'
import { shown } from './limits.mjs'
import { firstRun, measured } from './measure.mjs'

/** A comparison ends when the confidence interval is narrower than this fraction of a run. */
const maxRelativeWidth = 0.03

const minRounds = 25

/** The time limit of one comparison. On a busy machine the interval may never become narrow. */
const maxComparisonMilliseconds = 240_000

/**
 * Runs the builds of a revision and of the work tree alternately, and prints which subjects became
 * slower or faster.
 *
 * @returns whether no subject became slower.
 */
export async function compare({ revision, isWanted, aws, nodes, work }) {
  // The start time of Node depends on the length of the path, so both paths have the same length.
  const before = await buildOf(revision, join(work, 'build-1'))
  const after = await buildOfWorkTree(join(work, 'build-2'))
  const [old, now] = await Promise.all(
    [before, after].map(async (build) => {
      const { subjectsOf } = await import(join(build, 'scripts/bench/subjects.mjs'))
      return (await subjectsOf({ build, aws, nodes, work })).flat().filter(isWanted)
    }),
  )
  let allPassed = true
  for (const subject of now) {
    const same = old.find(({ id }) => id === subject.id)
    const difference = same
      ? await confirmed(same, subject, work)
      : { skipped: `${revision} has no such run` }
    console.log(lineOf(subject, difference))
    if (difference.verdict === 'slower' || difference.failure) allPassed = false
  }
  return allPassed
}

/** In a dozen comparisons one difference can be random, so a difference is measured twice. */
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
    const isNarrow = (interval.high - interval.low) / whole < maxRelativeWidth
    if (round + 1 < minRounds || (!isNarrow && Date.now() - start < maxComparisonMilliseconds))
      continue
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
