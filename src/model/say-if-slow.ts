import type { Reporter } from './reporter.ts'

/** Milliseconds without a message. */
const quietMs = 2_000

/** What has been said, for each run, while it lasts. Parallel calls wait for the same host. */
const said = new WeakMap<Reporter['progress'], Set<string>>()

/**
 * Does the work, and says on a terminal what it waits for once it takes longer than two seconds.
 *
 * @param what `STS at sts.eu-west-1.amazonaws.com`.
 */
export async function sayIfSlow<T>(
  { progress }: Reporter,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const texts = said.get(progress) ?? new Set()
  said.set(progress, texts)
  let isOurs = false
  const timer = setTimeout(() => {
    if (texts.has(what)) return
    texts.add(what)
    isOurs = true
    progress(`waiting for ${what} (Ctrl-C to cancel)`)
  }, quietMs)
  try {
    return await work()
  } finally {
    clearTimeout(timer)
    if (isOurs) texts.delete(what)
  }
}
