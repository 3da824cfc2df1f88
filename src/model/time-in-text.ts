/** Reads `2026-11-23T19:22:12Z`. Some tools write `…UTC`, milliseconds or a time zone. */
export function timeIn(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !timeForm.test(value)) return undefined
  const time = new Date(value.replace(/ ?(UTC|GMT|z)$/, 'Z').replace(/^(\S+) /, '$1T'))
  return Number.isNaN(time.getTime()) ? undefined : time
}

const timeForm = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?( ?(UTC|GMT)|[Zz]|[+-]\d\d:?\d\d)$/
