/** Runs `work` for each item in order, at most `jobs` at a time. The first failure rejects. */
export async function inParallel<T>(
  items: readonly T[],
  jobs: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const { limitFunction } = await import('p-limit')
  const limited = limitFunction(work, { concurrency: jobs })
  await Promise.all(items.map((item) => limited(item)))
}
