import { ProgressLine } from '../each/progress.ts'
import type { Context } from '../model/context.ts'
import type { IndexProgress } from '../sso/index/index-draft.ts'
import { narrowText } from '../terminal/text-measure.ts'

const barWidth = 24

/**
 * Shows a progress bar on the terminal of stderr while an index is fetched. It does nothing without a
 * terminal.
 *
 * @returns what starts it, which returns what ends it.
 */
export function indexProgress(
  { isTerminal, env, writer, columns }: Context,
  quiet: boolean,
): (progress: () => IndexProgress) => () => void {
  const isShown = !quiet && isTerminal(2) && env.TERM !== 'dumb'
  return (progress) => {
    if (!isShown) return () => {}
    const start = { done: progress().done, at: performance.now() }
    const terminal = {
      write: (text: string) => void writer.toStderr(text),
      columns: () => columns(2),
    }
    const line = new ProgressLine(terminal, narrowText)
    line.show(() => progressText(progress(), start))
    return () => line.end()
  }
}

/** `[######------] 620 of 2500 accounts, about 95 s left` */
function progressText(
  { done, accounts, isListed }: IndexProgress,
  start: { readonly done: number; readonly at: number },
  now = performance.now(),
): string {
  const filled = accounts === 0 ? 0 : Math.floor((done / accounts) * barWidth)
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}]`
  if (!isListed) return `${bar} ${done} of at least ${accounts} accounts`
  const seconds = (now - start.at) / 1000
  const fetched = done - start.done
  const left = Math.ceil((seconds / fetched) * (accounts - done))
  const end = fetched > 0 && seconds > 1 ? `, about ${left} s left` : ''
  return `${bar} ${done} of ${accounts} accounts${end}`
}
