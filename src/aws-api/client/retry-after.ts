/** The milliseconds that a response asks to wait: seconds, a date, or AWS's header of milliseconds. */
export function retryAfterIn(headers: Readonly<Record<string, string>>): number | undefined {
  const { 'x-amz-retry-after': milliseconds, 'retry-after': after = '' } = headers
  if (milliseconds !== undefined && /^\d+$/.test(milliseconds)) return Number(milliseconds)
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000
  const wait = Date.parse(after) - Date.now()
  return wait > 0 ? wait : undefined
}
