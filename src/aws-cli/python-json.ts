/** Formats a string as Python's `json.dumps` does, in ASCII only. botocore hashes that text. */
export const pythonJson = (text: string) =>
  JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
