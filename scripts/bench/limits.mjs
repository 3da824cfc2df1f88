import { chalk } from 'zx'
import { median } from './interval.mjs'
import { firstRun, measured, peakMegabytes, time } from './measure.mjs'

const rounds = 31

/**
 * Returns the subjects with the median time of a run, or the reason why a subject cannot run. The
 * runs of the subjects alternate, so that other load on the machine affects all of them alike.
 */
export async function timesOf(subjects, work) {
  const rows = []
  for (const subject of subjects) {
    const first = await firstRun(subject, work)
    const megabytes = first.failure ? undefined : await peakMegabytes(subject, work)
    rows.push({ ...subject, ...first, megabytes, whole: [], without: [] })
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

/** @param groups results of `timesOf`. A group without a start of Node.js uses that of the first group. */
export function printLimits(groups) {
  const isStart = ({ id }) => id.endsWith('node-start')
  for (const rows of groups) {
    const nodeStart = rows.find(isStart) ?? groups[0].find(isStart)
    console.log(
      chalk.bold(
        `${'median of'.padEnd(36)}${'ms'.padStart(10)}${'× node -e 0'.padStart(14)}${'MB'.padStart(8)}   limit`,
      ),
    )
    for (const row of rows) console.log(lineOf(row, nodeStart, rows))
    console.log()
  }
}

function lineOf(row, nodeStart, rows) {
  const { name, milliseconds, megabytes, skipped, failure } = row
  if (skipped || failure) return `${name.padEnd(36)}  ${skipped ?? chalk.red(failure)}`
  const ratio = nodeStart && milliseconds / nodeStart.milliseconds
  return [
    name.padEnd(36),
    shown(milliseconds).padStart(10),
    (ratio === undefined ? '' : shown(ratio)).padStart(14),
    (megabytes === undefined ? '' : megabytes.toFixed(0)).padStart(8),
    `   ${verdict(row, nodeStart, rows)}`,
  ].join('')
}

function verdict(row, nodeStart, rows) {
  const { milliseconds, maxTimesNodeStart, plusMilliseconds, plus, maxMilliseconds, maxTimesOf } =
    row
  const judged = (holds, limit) =>
    `${limit} ${holds ? chalk.green('holds') : chalk.red('does not hold')}`
  const rowOf = (wanted) => rows.find(({ id }) => id === wanted)
  if (maxTimesOf) {
    const { of, times } = maxTimesOf
    const whole = rowOf(of)
    if (!whole?.milliseconds) return ''
    const part = milliseconds / whole.milliseconds
    return judged(part <= times, `${shown(part)} ≤ ${times} × ${whole.name}`)
  }
  if (maxTimesNodeStart && nodeStart) {
    const added = plusMilliseconds ?? rowOf(plus)?.milliseconds ?? 0
    const limit = `≤ ${maxTimesNodeStart} ×${added ? ` + ${shown(added)} ms` : ''}`
    return judged(milliseconds <= maxTimesNodeStart * nodeStart.milliseconds + added, limit)
  }
  if (maxMilliseconds) return judged(milliseconds <= maxMilliseconds, `≤ ${maxMilliseconds} ms`)
  return ''
}

/** Formats a number with three significant digits. */
export function shown(number) {
  return Math.abs(number) >= 100 ? number.toFixed(0) : number.toPrecision(3)
}
