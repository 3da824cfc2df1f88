/** A part of a `danger` line that its author may have meant differently. */
export interface Oddity {
  readonly message: string
  readonly hint: string
}

/**
 * Finds a pattern that looks like another pattern language, in which it would match more. assume
 * uses the pattern unchanged. `isAlone`: the line has no other pattern.
 *
 * @param is the begin of the message.
 */
export function unusualPattern(
  pattern: string,
  isAlone: boolean,
  is = `danger has "${pattern}"`,
): Oddity | undefined {
  const rewritten = fromRegularExpression(pattern)
  if (rewritten !== undefined) {
    return {
      message: `${is}, which looks like a regular expression and is none`,
      hint: `write ${rewritten}: * stands for any characters, ? for one`,
    }
  }
  const character = /[[\]{}\\^$%<>]/u.exec(pattern)?.[0] ?? unpaired(pattern)
  if (character !== undefined) {
    return {
      message: `${is}, where "${character}" stands for itself`,
      hint: `there are * for any characters and ? for one; write ? for a "${character}" in a name`,
    }
  }
  if (/\p{C}/u.test(pattern)) {
    return {
      message: `${is}, which has an invisible character`,
      hint: 'type the pattern anew',
    }
  }
  if (pattern.startsWith('!')) {
    return { message: `${is}, but nothing can be left out`, hint: 'write what is to be guarded' }
  }
  if (/^(\d{10,11}|\d{13})$/.test(pattern)) {
    return { message: `${is}, but an account has twelve digits`, hint: 'write all twelve' }
  }
  if (isAlone && /^(1|on|yes|all|any|every)$/i.test(pattern)) {
    return {
      message: `${is}, which is the name of a target here and no switch`,
      hint: 'write danger = * for all targets',
    }
  }
  return undefined
}

/** The equivalent pattern of assume. Undefined if the text is not a regular expression. */
function fromRegularExpression(pattern: string): string | undefined {
  const [, inSlashes] = /^\/(.+)\/[a-z]*$/s.exec(pattern) ?? []
  const isOne = inSlashes !== undefined || /^\^|\$$|^\.[*+]|\.\+|\\[.dwb-]/.test(pattern)
  if (!isOne) return undefined
  const inner = inSlashes ?? pattern
  const start = /^\^|^\.[*+]/.test(inner) ? '' : '*'
  const end = /\$$|\.[*+]$/.test(inner) ? '' : '*'
  const body = inner
    .replace(/^\^|\$$/g, '')
    .replaceAll(/\.[*+]|\\[dwb][*+]?|\[[^\]]*\][*+]?/g, '*')
    .replaceAll(/\\(.)/gs, '$1')
    .replaceAll(/[()[\]{}^$\\]/g, '?')
  return `${start}${body}${end}`.replaceAll(/\*+/g, '*')
}

function unpaired(pattern: string): string | undefined {
  const opened = pattern.split('(').length
  const closed = pattern.split(')').length
  if (opened === closed) return undefined
  return opened > closed ? '(' : ')'
}
