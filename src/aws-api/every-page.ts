import { AssumeError } from '../model/errors.ts'
import { callTimeoutMs } from './client-config.ts'

/** One page of a list, as the server sent it: either part may be missing, or of any type. */
export interface ResultPage {
  readonly items: unknown
  readonly nextToken: unknown
}

export type ReadPage = (
  nextToken: string | undefined,
  abortSignal: AbortSignal,
) => Promise<ResultPage>

/** 100,000 items. No list that `assume` reads is that long. */
const maxPages = 1000

/**
 * Reads a list to its end. A page may take as long as one call; `abortSignal` limits the whole list.
 *
 * @param what for messages: `ListAccounts`.
 * @returns the items of each page.
 * @throws AssumeError when the server never ends the list.
 */
export async function everyPage(
  {
    what,
    hints,
    abortSignal,
  }: { what: string; hints: readonly string[]; abortSignal: AbortSignal },
  read: ReadPage,
): Promise<unknown[]> {
  const pages: unknown[] = []
  const tokens = new Set<string>()
  for (let token: string | undefined; ; tokens.add(token)) {
    const signal = AbortSignal.any([abortSignal, AbortSignal.timeout(callTimeoutMs)])
    const { items, nextToken } = await read(token, signal)
    pages.push(items)
    if (typeof nextToken !== 'string' || nextToken === '') return pages
    if (tokens.has(nextToken)) {
      throw new AssumeError(
        `${what} failed: the list never ends: the server sent the same nextToken twice`,
        hints,
      )
    }
    if (pages.length === maxPages) {
      throw new AssumeError(`${what} failed: the list is longer than ${maxPages} pages`, hints)
    }
    token = nextToken
  }
}
