import type { Finding } from '../doctor/finding.ts'

/** A finding, and whether `--fix` has fixed it. */
export type CheckedFinding = Finding & { readonly isFixed?: true }

/** A finding as JSON. `mend` is the older name of `hints`. */
export function findingDocument({ fix, isFixed, hints = [], ...finding }: CheckedFinding) {
  return {
    ...finding,
    hints,
    mend: hints,
    ...(fix && { canFix: true }),
    ...(isFixed && { fixed: true }),
  }
}

/** An `ok` finding has one line. The others also have the location, the reason and the next steps. */
export function findingLines({
  severity,
  what,
  why,
  hints = [],
  isFixed,
  ...place
}: CheckedFinding) {
  const word = (isFixed ? 'fixed' : severity).padEnd(width)
  const margin = ' '.repeat(width)
  return [
    `${word}${placeText(place)}${what}`,
    ...(why ? [`${margin}${why}`] : []),
    ...(isFixed ? [] : hints).map((hint) => `${margin}hint: ${hint}`),
  ]
}

/** The width of the longest word and two spaces. */
const width = 'warning'.length + 2

/** The column at which the text of a finding begins. */
export const findingIndent = width

function placeText({ file, line }: Pick<Finding, 'file' | 'line'>): string {
  if (file === undefined) return ''
  return line === undefined ? `${file}: ` : `${file}:${line}: `
}

/** `1 broken, 2 warnings` */
export function summaryLine(findings: readonly Finding[], offline: boolean): string {
  const count = (severity: Finding['severity']) =>
    findings.filter((finding) => finding.severity === severity).length
  const [broken, warnings, notes] = [count('broken'), count('warning'), count('note')]
  const parts = [
    ...(broken > 0 ? [`${broken} broken`] : []),
    ...(warnings > 0 ? [warnings === 1 ? '1 warning' : `${warnings} warnings`] : []),
    ...(notes > 0 ? [notes === 1 ? '1 note' : `${notes} notes`] : []),
  ]
  const result = parts.length > 0 ? parts.join(', ') : 'nothing is wrong'
  return offline ? `${result}; nothing was called` : result
}
