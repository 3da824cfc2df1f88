/**
 * Decides which calls exceed a rate, as AWS does: a bucket of tokens that refills all the time and
 * holds as many tokens as the service allows in a second. A rejected call takes no token.
 */
export class RateLimit {
  #tokens = 0
  #at: number | undefined

  /**
   * @param callsPerSecond undefined allows every call.
   * @param now milliseconds of a clock that never goes back.
   */
  allows(callsPerSecond: number | undefined, now = performance.now()): boolean {
    if (callsPerSecond === undefined) return true
    const refilled =
      this.#at === undefined
        ? callsPerSecond
        : this.#tokens + ((now - this.#at) / 1000) * callsPerSecond
    this.#tokens = Math.min(callsPerSecond, refilled)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
