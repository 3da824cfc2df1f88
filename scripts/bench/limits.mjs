import { chalk } from 'zx'
import { median } from './interval.mjs'
import { firstRun, measured, time } from './measure.mjs'

const rounds = 15

/**
 * Adds to each subject what its run takes, or why there is no telling. Runs are interleaved, so that a
 * busy moment meets all of them alike, and what counts is the median.
 */
export async function timesOf(subjects, work) {
  const rows = []
  for (const subject of subjects) {
    const first = await firstRun(subject, work)
    rows.push({ ...subject, ...first, whole: [], without: [] })
  }
  for (let round = 0; round < rounds; round++) {
    for (const row of rows) {
      if (row.skipped || row.failure) continue
      row.whole.push(await measured(row, work))
      if (row.minus) row.without.push(await time(row.minus, row.env, work))
    }
  }
  return rows.map(({ whole, without, ...row }) => ({
    ...row,
    milliseconds: (median(whole) - median(without)) / (row.per ?? 1),
  }))
}

/** @param rows what `timesOf` gives; the first is Node's own start. */
export function printLimits(rows) {
  const [floor] = rows
  console.log(`${'median of'.padEnd(32)}${'ms'.padStart(10)}${'× node -e 0'.padStart(14)}   limit`)
  for (const row of rows) {
    const { name, milliseconds, skipped, failure } = row
    if (skipped || failure) {
      console.log(`${name.padEnd(32)}  ${skipped ?? chalk.red(failure)}`)
      continue
    }
    const ratio = milliseconds / floor.milliseconds
    console.log(
      `${name.padEnd(32)}${shown(milliseconds).padStart(10)}${shown(ratio).padStart(14)}   ${verdict(row, ratio, rows)}`,
    )
  }
}

function verdict(row, ratio, rows) {
  const [floor] = rows
  const { milliseconds, mostTimesTheFloor, plusMilliseconds, mostMilliseconds, mostTimes } = row
  const judged = (holds, limit) =>
    `${limit} ${holds ? chalk.green('holds') : chalk.red('does not hold')}`
  if (plusMilliseconds) {
    const most = mostTimesTheFloor * floor.milliseconds + plusMilliseconds
    return judged(milliseconds <= most, `≤ ${mostTimesTheFloor} × + ${plusMilliseconds} ms`)
  }
  if (mostTimes) {
    const { of, times } = mostTimes
    const whole = rows.find(({ id }) => id === of)
    if (!whole?.milliseconds) return ''
    const part = milliseconds / whole.milliseconds
    return judged(part <= times, `${shown(part)} ≤ ${times} × ${whole.name}`)
  }
  if (mostTimesTheFloor) return judged(ratio <= mostTimesTheFloor, `≤ ${mostTimesTheFloor} ×`)
  if (mostMilliseconds) return judged(milliseconds <= mostMilliseconds, `≤ ${mostMilliseconds} ms`)
  return ''
}

/** Three digits that say something. */
export function shown(number) {
  return Math.abs(number) >= 100 ? number.toFixed(0) : number.toPrecision(3)
}
