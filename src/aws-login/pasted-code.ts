import { isSameText } from '../browser/same-text.ts'

/** Characters. AWS's have some hundred. */
const longestText = 4_000

/**
 * The authorization code in the text that a person copies from the page: base64 of
 * `state=STATE&code=CODE`.
 *
 * @returns a description of the problem, which contains nothing of the text.
 */
export function pastedCode(
  text: string,
  wantedState: string,
): { readonly code: string } | { readonly problem: string } {
  // A page can break the text into lines.
  const trimmed = text.replaceAll(/\s/g, '')
  if (trimmed === '') return { problem: 'the page shows a code once you have signed in there' }
  const isBase64 = trimmed.length <= longestText && /^[\w+/-]+={0,2}$/.test(trimmed)
  const decoded = isBase64 ? Buffer.from(trimmed, 'base64').toString('latin1') : ''
  const parameters = new URLSearchParams(decoded)
  const [state, code] = [only(parameters, 'state'), only(parameters, 'code')]
  if (state === undefined || code === undefined || !/^[\x21-\x7e]{1,512}$/.test(code)) {
    return { problem: 'that is not the code of the page; copy the whole code' }
  }
  return isSameText(state, wantedState)
    ? { code }
    : { problem: 'that is the code of another sign-in; open the page above' }
}

function only(parameters: URLSearchParams, name: string): string | undefined {
  const [value, ...more] = parameters.getAll(name)
  return more.length === 0 ? value : undefined
}
