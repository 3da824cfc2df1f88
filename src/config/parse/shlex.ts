/**
 * Python's `shlex.split(text)`, with which botocore reads section names and `credential_process`.
 * It supports the words and quotes of a POSIX shell but not `$`, `~`, `|` and `#`. Undefined if
 * Python raises an error: for an unclosed quote and for a backslash at the end.
 */
export function splitWords(text: string): string[] | undefined {
  if (!/["'\\]/.test(text)) return text.split(/[ \t\r\n]+/).filter((word) => word !== '')
  const words: string[] = []
  let word: string | undefined
  let at = 0
  while (at < text.length) {
    const character = text.charAt(at)
    if (' \t\r\n'.includes(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
      at += 1
      continue
    }
    const piece = readPiece(text, at)
    if (!piece) return undefined
    word = (word ?? '') + piece.text
    at = piece.end
  }
  if (word !== undefined) words.push(word)
  return words
}

interface WordPart {
  readonly text: string
  readonly end: number
}

function readPiece(text: string, start: number): WordPart | undefined {
  switch (text.charAt(start)) {
    case "'":
      return readSingleQuoted(text, start + 1)
    case '"':
      return readDoubleQuoted(text, start + 1)
    case '\\':
      return start + 1 < text.length ? { text: text.charAt(start + 1), end: start + 2 } : undefined
    default:
      return { text: text.charAt(start), end: start + 1 }
  }
}

function readSingleQuoted(text: string, start: number): WordPart | undefined {
  const close = text.indexOf("'", start)
  return close < 0 ? undefined : { text: text.slice(start, close), end: close + 1 }
}

/** Within double quotes a backslash escapes only `"` and itself. Before other characters it is literal. */
function readDoubleQuoted(text: string, start: number): WordPart | undefined {
  let inside = ''
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"') return { text: inside, end: at + 1 }
    if (character === '\\' && '"\\'.includes(text.charAt(at + 1) || ' ')) {
      at += 1
      inside += text.charAt(at)
    } else {
      inside += character
    }
  }
  return undefined
}
