import { measureClockSkew } from './clock-skew.ts'
import { reportLastAnswer } from './last-answer.ts'
import { addMiddleware } from './sdk-client.ts'

interface Args {
  readonly request: { path: string; query?: Record<string, string | string[] | null> }
}

/**
 * Prepares every SDK client: it reports the service's last response, measures the clock skew, and calls a
 * configured endpoint exactly as it is written.
 */
export const prepareClient =
  ({ endpoint }: { readonly endpoint?: string }) =>
  <AnyClient>(client: AnyClient): AnyClient => {
    if (endpoint !== undefined) callAsWritten(client, new URL(endpoint))
    return measureClockSkew(reportLastAnswer(client))
  }

/** The SDK appends a `/` to the path and drops the query. botocore keeps both. */
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
    // The request is changed before it is signed.
    { step: 'build', priority: 'low', name: 'callAsWritten' },
  )
}
