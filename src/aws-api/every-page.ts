import { AssumeError } from '../model/errors.ts'
import { timeLimit } from '../model/time-limit.ts'
import { callTimeoutMs } from './service-call.ts'

/** One page of a list as received: either part can be missing or have any type. */
export interface ResultPage {
  readonly items: unknown
  readonly nextToken: unknown
}

export type ReadPage = (
  nextToken: string | undefined,
  abortSignal: AbortSignal,
) => Promise<ResultPage>

/** A limit of 100,000 items. No list that `assume` reads is that long. */
const maxPages = 1000

/**
 * Reads all pages of a list. Each page has the timeout of one call; `abortSignal` limits the whole list.
 *
 * @param what name of the call for messages: `ListAccounts`.
 * @returns the items of each page.
 * @throws AssumeError if the server never ends the list.
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
    const signal = AbortSignal.any([abortSignal, timeLimit(callTimeoutMs)])
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
