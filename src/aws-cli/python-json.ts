/** A string as Python's `json.dumps` writes it, with nothing but ASCII: botocore hashes that. */
export const pythonJson = (text: string) =>
  JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
