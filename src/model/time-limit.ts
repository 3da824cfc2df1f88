/**
 * A signal that aborts after `milliseconds`. Node.js 20 frees a signal of `AbortSignal.timeout` that only
 * `AbortSignal.any` refers to, which then never aborts. The listener prevents that.
 */
export function timeLimit(milliseconds: number): AbortSignal {
  const signal = AbortSignal.timeout(milliseconds)
  signal.addEventListener('abort', () => {})
  return signal
}
