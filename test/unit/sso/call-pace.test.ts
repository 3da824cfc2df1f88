import { describe, expect, it } from 'vitest'
import { CallPace } from '../../../src/sso/index/call-pace.ts'

describe('the pace of calls', () => {
  it('spaces nothing before AWS throttles a call', () => {
    const pace = new CallPace()
    for (let now = 0; now < 100; now += 1) {
      expect(pace.delay(now)).toBe(0)
      pace.answered(now)
    }
  })

  /** Calls as fast as the pace allows, at a service with a limit; each call takes 10 ms. */
  function simulate(limit: number, seconds: number) {
    const pace = new CallPace()
    const times = { answered: [] as number[], throttled: [] as number[] }
    const workers = Array.from({ length: 8 }, () => ({ at: 0, hasPlace: false }))
    let tokens = limit
    let last = 0
    for (;;) {
      workers.sort((one, other) => one.at - other.at)
      const [worker] = workers
      if (!worker || worker.at > seconds * 1000) return times
      if (!worker.hasPlace) {
        worker.at += pace.delay(worker.at)
        worker.hasPlace = true
        continue
      }
      tokens = Math.min(limit, tokens + ((worker.at - last) / 1000) * limit)
      last = worker.at
      const isAnswered = tokens >= 1
      if (isAnswered) tokens -= 1
      times[isAnswered ? 'answered' : 'throttled'].push(worker.at)
      worker.at += 10
      worker.hasPlace = false
      if (isAnswered) pace.answered(worker.at)
      else pace.throttled(0, worker.at)
    }
  }

  it.each([5, 20, 100, 500])('uses almost all of a limit of %i calls a second', (limit) => {
    const { answered, throttled } = simulate(limit, 60)
    expect(answered.length).toBeGreaterThan(0.95 * 60 * limit)
    expect(throttled.length).toBeLessThan(0.15 * answered.length)
  })

  it.each([
    [2000, 2000],
    [0, 1000],
    [1e12, 5000],
  ])('waits if the service asks for %i ms, for %i ms', (retryAfter, wait) => {
    const pace = new CallPace()
    pace.throttled(retryAfter, 0)
    expect(pace.delay(0)).toBe(wait)
    // A call of the same moment changes nothing.
    pace.throttled(retryAfter, 10)
    expect(pace.delay(10)).toBeGreaterThanOrEqual(wait)
    expect(pace.delay(10)).toBeLessThan(wait + 3000)
  })
})
