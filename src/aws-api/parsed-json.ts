/** What a text says in JSON; undefined for one that is none, with no word of what is in it. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
