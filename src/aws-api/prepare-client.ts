import { measureClockSkew } from './clock-skew.ts'
import { reportLastAnswer } from './last-answer.ts'
import { addMiddleware } from './sdk-client.ts'

interface Args {
  readonly request: { path: string; query?: Record<string, string | string[] | null> }
}

/**
 * What every client of the SDK gets: it reports the service's last answer, measures how wrong the clock
 * of this machine is, and calls a named endpoint exactly as it is written.
 */
export const prepareClient =
  ({ endpoint }: { readonly endpoint?: string }) =>
  <AnyClient>(client: AnyClient): AnyClient => {
    if (endpoint !== undefined) callAsWritten(client, new URL(endpoint))
    return measureClockSkew(reportLastAnswer(client))
  }

/** The SDK adds a `/` to the path and drops the query, where botocore keeps both as they are. */
function callAsWritten(client: unknown, { pathname, searchParams }: URL): void {
  if (pathname === '/' && searchParams.size === 0) return
  addMiddleware<Args>(
    client,
    (next) => async (args) => {
      const { request } = args
      if (request.path === `${pathname}/`) request.path = pathname
      const query = Object.fromEntries(
        [...new Set(searchParams.keys())].map((name) => [name, searchParams.getAll(name)]),
      )
      request.query = { ...query, ...request.query }
      return next(args)
    },
    // Before the request is signed.
    { step: 'build', priority: 'low', name: 'callAsWritten' },
  )
}
