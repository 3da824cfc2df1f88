/** Parses JSON. Returns undefined if the text is not JSON; there is no error that could quote it. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
