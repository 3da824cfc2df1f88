import { chalk } from 'zx'
import { median } from './interval.mjs'
import { firstRun, measured, time } from './measure.mjs'

const rounds = 15

/**
 * Returns the subjects with the median time of a run, or the reason why a subject cannot run. The
 * runs of the subjects alternate, so that other load on the machine affects all of them alike.
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

/** @param rows the result of `timesOf`. The first row is the start of Node without a program. */
export function printLimits(rows) {
  const [nodeStart] = rows
  console.log(`${'median of'.padEnd(32)}${'ms'.padStart(10)}${'× node -e 0'.padStart(14)}   limit`)
  for (const row of rows) {
    const { name, milliseconds, skipped, failure } = row
    if (skipped || failure) {
      console.log(`${name.padEnd(32)}  ${skipped ?? chalk.red(failure)}`)
      continue
    }
    const ratio = milliseconds / nodeStart.milliseconds
    console.log(
      `${name.padEnd(32)}${shown(milliseconds).padStart(10)}${shown(ratio).padStart(14)}   ${verdict(row, ratio, rows)}`,
    )
  }
}

function verdict(row, ratio, rows) {
  const [nodeStart] = rows
  const { milliseconds, maxTimesNodeStart, plusMilliseconds, maxMilliseconds, maxTimesOf } = row
  const judged = (holds, limit) =>
    `${limit} ${holds ? chalk.green('holds') : chalk.red('does not hold')}`
  if (plusMilliseconds) {
    const limit = maxTimesNodeStart * nodeStart.milliseconds + plusMilliseconds
    return judged(milliseconds <= limit, `≤ ${maxTimesNodeStart} × + ${plusMilliseconds} ms`)
  }
  if (maxTimesOf) {
    const { of, times } = maxTimesOf
    const whole = rows.find(({ id }) => id === of)
    if (!whole?.milliseconds) return ''
    const part = milliseconds / whole.milliseconds
    return judged(part <= times, `${shown(part)} ≤ ${times} × ${whole.name}`)
  }
  if (maxTimesNodeStart) return judged(ratio <= maxTimesNodeStart, `≤ ${maxTimesNodeStart} ×`)
  if (maxMilliseconds) return judged(milliseconds <= maxMilliseconds, `≤ ${maxMilliseconds} ms`)
  return ''
}

/** Formats a number with three significant digits. */
export function shown(number) {
  return Math.abs(number) >= 100 ? number.toFixed(0) : number.toPrecision(3)
}
