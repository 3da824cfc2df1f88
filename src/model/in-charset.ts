import type { Environment } from './context.ts'

/** In these locales a terminal shows only ASCII. A variable that is not set says nothing. */
const isAsciiOnly = ({ LC_ALL, LC_CTYPE, LANG }: Environment) =>
  /^(C|POSIX)$/.test(LC_ALL || LC_CTYPE || LANG || '')

const inAscii: Readonly<Record<string, string>> = {
  '←': '<-',
  '→': '->',
  '…': '...',
  '█': '#',
  '░': '-',
  '▏': '|',
  '’': "'",
}

/** Returns a text for people in ASCII if the locale has no other characters. Others are escaped. */
export function inCharset(text: string, env: Environment): string {
  if (isAscii.test(text) || !isAsciiOnly(env)) return text
  return text.replace(other, (character) => inAscii[character] ?? escaped(character))
}

const isAscii = /^[\0-\x7f]*$/

const other = /[^\0-\x7f]/gu

function escaped(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`
}
