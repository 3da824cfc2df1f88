import { addMiddleware } from './sdk-client.ts'

/**
 * Makes a client report the service's last answer when the time for a call is over. The limit counts
 * the waiting between tries, so five answers of `Throttling` can end in it, and the SDK then reports
 * only that it was stopped.
 */
export function reportLastAnswer<AnyClient>(client: AnyClient): AnyClient {
  const answers = new WeakMap<object, unknown>()
  addMiddleware(
    client,
    (next, context) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        if (isAnswer(error)) answers.set(context, error)
        throw error
      }
    },
    // Inside the retries: once for each try.
    { step: 'finalizeRequest', priority: 'low', name: 'noteLastAnswer' },
  )
  addMiddleware(
    client,
    (next, context) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        throw (isStopped(error) && answers.get(context)) || error
      }
    },
    { step: 'initialize', priority: 'high', name: 'reportLastAnswer' },
  )
  return client
}

/**
 * The SDK notes the HTTP status of an answer. It also notes it where only the headers came and the
 * connection was cut while the body was read; then the error has the code of the socket.
 */
const isAnswer = (error: unknown) =>
  error instanceof Error &&
  '$metadata' in error &&
  typeof (error.$metadata as { httpStatusCode?: number }).httpStatusCode === 'number' &&
  !('code' in error)

const isStopped = (error: unknown) =>
  error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name)
