/** What the AWS SDK's clients have in common, as far as it is used here. */
interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware<unknown, unknown>, options: MiddlewarePlace): void
  }
}

/** Where in the SDK's stack a middleware stands. */
interface MiddlewarePlace {
  readonly step: 'initialize' | 'build' | 'finalizeRequest' | 'deserialize'
  readonly priority: 'high' | 'low'
  readonly name: string
}

type Next<Args, Result> = (args: Args) => Promise<Result>

/** `context` is one object for each call. */
type Middleware<Args, Result> = (
  next: Next<Args, Result>,
  context: object,
) => (args: Args) => Promise<Result>

/** Has any client of the SDK pass each call through a middleware. */
export function addMiddleware<Args = unknown, Result = unknown>(
  client: unknown,
  middleware: Middleware<Args, Result>,
  place: MiddlewarePlace,
): void {
  const { middlewareStack } = client as Client
  middlewareStack.add(middleware as Middleware<unknown, unknown>, place)
}
