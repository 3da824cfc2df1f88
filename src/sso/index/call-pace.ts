/** Milliseconds. Calls that were in flight together are throttled together. */
const sameEventMs = 200

/** Milliseconds by which calls may be late and catch up. */
const catchUpMs = 100

/** Milliseconds. The AWS SDKs extend a delay by as much at most if the service asks for it. */
const longestWaitMs = 5_000

/**
 * Spaces calls so that AWS answers almost all of them. There is no spacing until AWS throttles a call.
 * Then the rate is that of the answers of the last second. It grows by a tenth each second, and
 * shrinks when AWS throttles again. AWS's quota is 20 calls a second for all programs of a user.
 */
export class CallPace {
  /** Milliseconds between two calls. */
  #interval = 0
  #next = 0
  #lastThrottled = Number.NEGATIVE_INFINITY
  #answers: number[] = []

  /** Milliseconds to wait before the next call. Each call takes a place of its own. */
  delay(now = performance.now()): number {
    if (this.#interval === 0) return 0
    const place = Math.max(this.#next, now - catchUpMs)
    this.#next = place + this.#interval
    return Math.max(place - now, 0)
  }

  answered(now = performance.now()): void {
    if (this.#interval === 0) this.#answers.push(now)
    // The rate times 1 + 0.1 / rate, for each answer: a tenth in a second.
    else this.#interval /= 1 + this.#interval / 10_000
  }

  /** @param retryAfter milliseconds that the service asks to wait. */
  throttled(retryAfter = 0, now = performance.now()): void {
    this.#slowDown(now)
    this.#next = Math.max(this.#next, now + Math.min(retryAfter, longestWaitMs))
  }

  #slowDown(now: number): void {
    if (now - this.#lastThrottled < sameEventMs) return
    this.#lastThrottled = now
    if (this.#interval > 0) {
      this.#interval = Math.min(this.#interval * 1.15, 2000)
      return
    }
    const answers = this.#answers.filter((time) => time > now - 1000).length
    this.#answers = []
    this.#interval = 1000 / Math.max(answers, 1)
    this.#next = now + this.#interval
  }
}
