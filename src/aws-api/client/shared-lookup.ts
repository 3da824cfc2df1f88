import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'

/** Milliseconds. A server of credentials runs for days, and addresses change. */
const validity = 30_000

type Found = readonly [address: string | LookupAddress[], family?: number]

interface Answer {
  readonly found: Promise<Found>
  readonly until: number
}

/** A lookup of host names that asks the system once for each name. Node.js itself caches nothing. */
export function sharedLookup(): LookupFunction {
  const answers = new Map<string, Answer>()
  return (hostname, options, callback) => {
    const name = JSON.stringify([hostname, options])
    const known = answers.get(name)
    const now = Date.now()
    const answer =
      known && known.until > now
        ? known
        : { found: lookUp(hostname, options), until: now + validity }
    answers.set(name, answer)
    answer.found.then(
      ([address, family]) => callback(null, address, family),
      (error) => {
        answers.delete(name)
        callback(error, [])
      },
    )
  }
}

async function lookUp(hostname: string, options: Parameters<LookupFunction>[1]): Promise<Found> {
  const { lookup } = await import('node:dns')
  return new Promise((resolve, reject) => {
    lookup(hostname, options, (error, address, family) =>
      error ? reject(error) : resolve([address, family]),
    )
  })
}
