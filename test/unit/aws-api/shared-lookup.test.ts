import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sharedLookup } from '../../../src/aws-api/client/shared-lookup.ts'

const { lookup: systemLookup } = dns

/** Counts what the system is asked. */
let asked: string[] = []
beforeEach(() => {
  asked = []
  const counting = (name: string, ...rest: unknown[]) => {
    asked.push(name)
    return Reflect.apply(systemLookup, dns, [name, ...rest])
  }
  dns.lookup = Object.assign(counting, systemLookup) as typeof dns.lookup
  syncBuiltinESMExports()
})
afterEach(() => {
  dns.lookup = systemLookup
  syncBuiltinESMExports()
})

const resolved = (lookup: ReturnType<typeof sharedLookup>, name: string, all = true) =>
  new Promise((resolve, reject) => {
    lookup(name, { all }, (error, address) => (error ? reject(error) : resolve(address)))
  })

describe('a shared lookup', () => {
  it('asks the system once for a name, also for lookups at the same time', async () => {
    const lookup = sharedLookup()
    const [first, second] = await Promise.all([
      resolved(lookup, 'localhost'),
      resolved(lookup, 'localhost'),
    ])
    expect(first).toEqual(
      expect.arrayContaining([expect.objectContaining({ address: expect.anything() })]),
    )
    expect([second, await resolved(lookup, 'localhost')]).toEqual([first, first])
    expect(asked).toEqual(['localhost'])
  })

  it('distinguishes what is asked for', async () => {
    const lookup = sharedLookup()
    expect(typeof (await resolved(lookup, 'localhost', false))).toBe('string')
    expect(Array.isArray(await resolved(lookup, 'localhost'))).toBe(true)
  })

  it('asks again after a failure, whose error is that of the system', async () => {
    const lookup = sharedLookup()
    const failure = {
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
      hostname: 'no.invalid',
    }
    await expect(resolved(lookup, 'no.invalid')).rejects.toMatchObject(failure)
    await expect(resolved(lookup, 'no.invalid')).rejects.toMatchObject(failure)
    expect(asked).toEqual(['no.invalid', 'no.invalid'])
  })
})
