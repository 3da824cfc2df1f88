import { isThrottlingError, isTransientError } from '@smithy/core/retry'
import { describe, expect, it } from 'vitest'
import {
  type Passing,
  passingAnswer,
  passingDisconnection,
} from '../../../src/aws-api/client/failure.ts'
import {
  delayOf,
  newRetryBudget,
  type Outcome,
  withRetries,
} from '../../../src/aws-api/client/retries.ts'
import { retryAfterIn } from '../../../src/aws-api/client/retry-after.ts'

const codes = [
  ...['Throttling', 'ThrottlingException', 'TooManyRequestsException', 'RequestLimitExceeded'],
  ...['SlowDown', 'LimitExceededException', 'TransactionInProgressException', 'ThrottledException'],
  ...['BandwidthLimitExceeded', 'EC2ThrottledException', 'PriorRequestNotComplete'],
  ...['ProvisionedThroughputExceededException', 'RequestThrottled', 'RequestThrottledException'],
  ...['RequestTimeout', 'RequestTimeoutException', 'TimeoutError', 'AccessDenied', 'ExpiredToken'],
  ...['SignatureDoesNotMatch', 'InvalidClientTokenId', 'MalformedPolicyDocument', 'Unknown'],
  ...['InternalFailure', 'ServiceUnavailable', 'InvalidGrantException', 'UnauthorizedException'],
]
const statuses = [301, 400, 401, 403, 404, 429, 500, 501, 502, 503, 504, 505]

const signal = () => new AbortController().signal

/** As the SDK reads an error. */
function ofSdk(error: object): Passing | undefined {
  const sdkError = error as Parameters<typeof isThrottlingError>[0]
  if (isThrottlingError(sdkError)) return 'throttled'
  return isTransientError(sdkError) ? 'transient' : undefined
}

describe('what is tried again', () => {
  it.each(codes)('is what the AWS SDK tries again: %s', (name) => {
    for (const httpStatusCode of statuses) {
      const error = Object.assign(new Error(), { name, $metadata: { httpStatusCode } })
      expect([httpStatusCode, passingAnswer(error, httpStatusCode, false)]).toEqual([
        httpStatusCode,
        ofSdk(error),
      ])
    }
  })

  it.each([
    ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
    ...['ENOTFOUND', 'EAI_AGAIN', 'EPERM', 'EMFILE', 'ENOBUFS', 'EIO', 'PROXY', 'too long'],
    ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ])('is a connection that the AWS SDK tries again: %s', (code) => {
    const error = Object.assign(new Error(), { code })
    expect(passingDisconnection(error)).toBe(ofSdk(error))
  })

  it('is an error that its model calls retryable', () => {
    expect(passingAnswer({ name: 'IDPCommunicationError', $retryable: {} }, 400, false)).toBe(
      'transient',
    )
  })

  it('is a refused signature, if the time in it was wrong', () => {
    const error = { name: 'SignatureDoesNotMatch' }
    expect(passingAnswer(error, 403, true)).toBe('skewed')
    expect(passingAnswer(error, 403, false)).toBeUndefined()
    expect(passingAnswer({ name: 'AccessDenied' }, 403, true)).toBeUndefined()
  })
})

describe('the delay before the next attempt', () => {
  const longest = (passing: Passing, count: number) =>
    Math.max(...Array.from({ length: 500 }, () => delayOf(passing, count)))

  it.each<[Passing, number, number]>([
    ['transient', 1, 50],
    ['transient', 3, 200],
    ['throttled', 1, 1000],
    ['throttled', 3, 4000],
    ['throttled', 20, 20_000],
    ['skewed', 1, 1],
  ])('%s, attempt %i: a random part of %i ms', (passing, count, limit) => {
    expect(longest(passing, count)).toBeLessThan(limit)
    expect(longest(passing, count)).toBeGreaterThanOrEqual(Math.floor(limit * 0.8))
  })

  it('is at least what the service asks for, up to five seconds more', () => {
    expect(delayOf('transient', 1, 3000)).toBe(3000)
    expect(delayOf('transient', 1, 60_000)).toBeLessThanOrEqual(5050)
  })

  it.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'x-amz-retry-after': '1500', 'retry-after': '9' }, 1500],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Thu, 01 Jan 1970 00:00:00 GMT' }, undefined],
    [{}, undefined],
  ])('the service asks for it in a header: %j', (headers, milliseconds) => {
    expect(retryAfterIn(headers)).toBe(milliseconds)
  })

  it('the service asks for it with a date', () => {
    const date = new Date(Date.now() + 10_000).toUTCString()
    const wait = retryAfterIn({ 'retry-after': date }) ?? 0
    expect(wait).toBeGreaterThan(8000)
    expect(wait).toBeLessThanOrEqual(10_000)
  })
})

describe('the attempts of a run', () => {
  const failing =
    (passing: Passing | undefined, tries: string[]) => async (): Promise<Outcome<string>> => {
      tries.push('tried')
      return { failure: { error: new Error('cut'), isAnswer: false, passing } }
    }

  it('end with the number of the settings', async () => {
    const tries: string[] = []
    const settings = { attempts: 4, budget: newRetryBudget(), abortSignal: signal() }
    await expect(withRetries(settings, failing('skewed', tries))).rejects.toThrow('cut')
    expect(tries).toHaveLength(4)
  })

  it('are one, if another would fail in the same way', async () => {
    const tries: string[] = []
    const settings = { attempts: 4, budget: newRetryBudget(), abortSignal: signal() }
    await expect(withRetries(settings, failing(undefined, tries))).rejects.toThrow('cut')
    expect(tries).toHaveLength(1)
  })

  it('share a budget, so that many calls do not flood a service that is down', async () => {
    const tries: string[] = []
    const budget = { left: 30 }
    const settings = { attempts: 3, budget, abortSignal: signal() }
    const call = () => withRetries(settings, failing('transient', tries)).catch(() => undefined)
    await call()
    await call()
    await call()
    expect(tries).toHaveLength(3 + 1 + 1)
    await withRetries(settings, async () => ({ answer: 'here' }))
    expect(budget.left).toBe(3)
  })

  it('end with the last response of the service, if the time is over', async () => {
    const controller = new AbortController()
    const error = new Error('Rate exceeded')
    let count = 0
    const settings = { attempts: 9, budget: newRetryBudget(), abortSignal: controller.signal }
    const call = withRetries(settings, async () => {
      count += 1
      if (count === 1) return { failure: { error, isAnswer: true, passing: 'skewed' } }
      controller.abort()
      return { failure: { error: new Error('aborted'), isAnswer: false } }
    })
    await expect(call).rejects.toBe(error)
  })
})
