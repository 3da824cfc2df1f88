import type { Finding } from '../doctor/finding.ts'

type Told = Finding & { readonly isMended?: true }

/** For a program: `fixed` where `--fix` has mended it. */
export function findingDocument({ fix, isMended, mend = [], ...finding }: Told) {
  return { ...finding, mend, ...(fix && { canFix: true }), ...(isMended && { fixed: true }) }
}

/** What is well takes one line; the rest says where it is, why it matters and what to do. */
export function findingLines({ severity, what, why, mend = [], isMended, ...place }: Told) {
  const word = (isMended ? 'mended' : severity).padEnd(width)
  const margin = ' '.repeat(width)
  const hints = isMended ? [] : mend
  return [
    `${word}${placeText(place)}${what}`,
    ...(why ? [`${margin}${why}`] : []),
    ...hints.map((hint) => `${margin}hint: ${hint}`),
  ]
}

/** Of the longest word, and two columns more. */
const width = 'warning'.length + 2

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
