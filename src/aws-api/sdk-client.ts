/** The common interface of the AWS SDK's clients, as far as it is used here. */
interface Client {
  readonly middlewareStack: {
    add(middleware: Middleware<unknown, unknown>, options: MiddlewarePlace): void
  }
}

/** Position of a middleware in the SDK's stack. */
interface MiddlewarePlace {
  readonly step: 'initialize' | 'build' | 'finalizeRequest' | 'deserialize'
  readonly priority: 'high' | 'low'
  readonly name: string
}

type Next<Args, Result> = (args: Args) => Promise<Result>

/** `context` is one object per call. */
type Middleware<Args, Result> = (
  next: Next<Args, Result>,
  context: object,
) => (args: Args) => Promise<Result>

/** Adds a middleware to an SDK client. */
export function addMiddleware<Args = unknown, Result = unknown>(
  client: unknown,
  middleware: Middleware<Args, Result>,
  place: MiddlewarePlace,
): void {
  const { middlewareStack } = client as Client
  middlewareStack.add(middleware as Middleware<unknown, unknown>, place)
}
