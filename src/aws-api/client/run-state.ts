import type { Environment } from '../../model/context.ts'
import { verified } from '../../network/verified.ts'
import type { ServiceCall } from '../service-call.ts'
import type { Connection } from './http-exchange.ts'
import { newRetryBudget, type RateLimiter, type RetryBudget } from './retries.ts'
import { sharedLookup } from './shared-lookup.ts'

/** What the calls of one run share. */
export interface RunState {
  readonly connections: Map<string, Promise<Connection>>
  readonly lookup: ReturnType<typeof sharedLookup>
  readonly budget: RetryBudget
  limiter?: RateLimiter
  /** Milliseconds by which the clock of AWS is ahead, if this machine's is wrong for signatures. */
  clockOffset: number
}

const runs = new WeakMap<Environment, RunState>()

export function stateOf(env: Environment): RunState {
  const known = runs.get(env)
  if (known) return known
  const state: RunState = {
    connections: new Map(),
    lookup: sharedLookup(),
    budget: newRetryBudget(),
    clockOffset: 0,
  }
  runs.set(env, state)
  return state
}

export function connectionFor(call: ServiceCall, run: RunState): Promise<Connection> {
  const { address, endpointConfig } = call
  const name = `${address.url.origin} ${endpointConfig.caBundle?.path ?? ''}`
  const known = run.connections.get(name)
  if (known) return known
  const connection = connect(call, run)
  run.connections.set(name, connection)
  connection.catch(() => run.connections.delete(name))
  return connection
}

async function connect(
  { address: { url }, agentFor }: ServiceCall,
  { lookup }: RunState,
): Promise<Connection> {
  const node = url.protocol === 'http:' ? await import('node:http') : await import('node:https')
  const agent = await agentFor?.(url)
  const options = { keepAlive: true, maxSockets: 50, lookup, ...verified }
  return { agent: agent ?? new node.Agent(options), start: node.request }
}
