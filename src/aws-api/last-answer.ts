import { addMiddleware } from './sdk-client.ts'

/**
 * Makes a client report the service's last response when the timeout of a call expires. The timeout
 * includes the pauses between attempts, so five `Throttling` responses can exceed it. The SDK would then
 * report only the abort.
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
    // This middleware runs inside the retries, once per attempt.
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
 * Returns true if the error is a response of the service. The SDK also sets the HTTP status if the
 * connection fails after the headers; the error then has the code of the socket.
 */
const isAnswer = (error: unknown) =>
  error instanceof Error &&
  '$metadata' in error &&
  typeof (error.$metadata as { httpStatusCode?: number }).httpStatusCode === 'number' &&
  !('code' in error)

const isStopped = (error: unknown) =>
  error instanceof Error && /^(AbortError|TimeoutError)$/.test(error.name)
