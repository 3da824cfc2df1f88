import { describe, expect, it } from 'vitest'
import type { StsAttempt } from '../../../src/diagnosis/attempt.ts'
import { StsRefusal, stsFailure } from '../../../src/diagnosis/sts-failure.ts'
import { AssumeError, UsageError } from '../../../src/model/errors.ts'

const attempt: StsAttempt = {
  what: 'AssumeRole of X',
  keysOf: 'profile "bob"',
  keyId: 'AKIA1',
  host: 'STS in eu-west-1',
  roleArn: 'X',
}

/** The error that the SDK creates for an error response. */
const refusal = (name: string, message: string) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: 403 } })

const socketError = (code: string) => Object.assign(new Error('secret detail'), { code })

describe('an error response of AWS', () => {
  it.each([
    [
      'AccessDenied',
      'MultiFactorAuthentication failed with invalid MFA one time pass code.',
      'a code works once and for half a minute',
    ],
    [
      'AccessDenied',
      'MultiFactorAuthentication failed, unable to validate MFA code.  Please verify …',
      'aws iam list-mfa-devices',
    ],
    [
      'AccessDenied',
      'Roles may not be assumed by root accounts.',
      'the keys of profile "bob" are those of the account\'s root',
    ],
    [
      'AccessDenied',
      'User: x is not authorized to perform: sts:AssumeRole on resource: y',
      'does the role exist?',
    ],
    ['AccessDenied', 'Not authorized to perform sts:AssumeRole', 'does the role require MFA?'],
    ['AccessDenied', 'Access denied', "does the role's trust policy name this user"],
    [
      'AccessDenied',
      'User: x is not authorized to perform: sts:TagSession on resource: y',
      "does the role's trust policy allow it beside sts:AssumeRole, and with these tags?",
    ],
    [
      'AccessDenied',
      'User: x is not authorized to perform: sts:SetSourceIdentity on resource: y',
      'one that an earlier role was given stays as it is',
    ],
    [
      'InvalidParameterValue',
      "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
      'an earlier role passes on this tag',
    ],
    [
      'MalformedPolicyDocumentException',
      "Unexpected character ('i' (code 105)): expected a valid value",
      'aws accessanalyzer validate-policy',
    ],
    [
      'PackedPolicyTooLargeException',
      'Packed size of session tags consumes 138% of allotted space.',
      'leave some out',
    ],
    [
      'PackedPolicyTooLarge',
      'Serialized token too large for session',
      'tags that an earlier role passes on count too',
    ],
    [
      'ExpiredToken',
      'The security token included in the request is expired',
      'renew it where it came from',
    ],
    ['ExpiredTokenException', 'Token expired', 'renew it where it came from'],
    [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      'the key AKIA1 of profile "bob" was deleted',
    ],
    [
      'SignatureDoesNotMatch',
      'Signature expired: 20160609T184512Z is now earlier than 20160610T013008Z',
      'the clock of this machine is wrong',
    ],
    [
      'SignatureDoesNotMatch',
      'Signature not yet current: X is still later than Y',
      'the clock of this machine is wrong',
    ],
    [
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match',
      'the secret key for AKIA1',
    ],
    [
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      'increase the maximum session duration',
    ],
    ['RegionDisabledException', 'STS is not activated in this region', '--region us-east-1'],
    ['Throttling', 'Rate exceeded', 'wait a moment'],
    ['ThrottlingException', 'Rate exceeded', 'wait a moment'],
    ['RequestLimitExceeded', 'Rate exceeded', 'wait a moment'],
    ['InternalFailure', '', 'the failure is at AWS'],
    ['ServiceUnavailable', '', 'the failure is at AWS'],
  ])('%s, %s: %s', (code, message, hint) => {
    const failure = stsFailure(refusal(code, message), attempt)
    expect(failure).toBeInstanceOf(StsRefusal)
    expect(failure).toMatchObject({ code, roleArn: 'X', exitCode: 1 })
    expect(failure.message).toBe(
      `AssumeRole of X failed: ${message || 'without a word why'} (${code})`,
    )
    expect(failure.hints.join('\n')).toContain(hint)
  })

  it('with an unknown code is shown with AWS’s message only', () => {
    expect(stsFailure(refusal('Novelty', 'Something new.'), attempt)).toMatchObject({
      message: 'AssumeRole of X failed: Something new. (Novelty)',
      hints: [],
    })
  })

  it('after a code was sent does not suggest a code', () => {
    const mfa = { serial: 'S', from: '--serial-number' }
    const { hints } = stsFailure(refusal('AccessDenied', 'Access denied'), { ...attempt, mfa })
    expect(hints.join('\n')).not.toContain('does the role require MFA?')
  })
})

describe('a call without a response', () => {
  it.each([
    ['ECONNREFUSED', 'connection refused; nothing listens there'],
    ['ENOTFOUND', 'the host was not found; is there a network?'],
    ['EAI_AGAIN', 'the host was not found; is there a network?'],
    ['ETIMEDOUT', 'timed out; no answer in time'],
    ['EHOSTUNREACH', 'timed out; no answer in time'],
    ['ECONNRESET', 'the connection was cut'],
    ['EPIPE', 'the connection was cut'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'its certificate is not trusted'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'its certificate is not trusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
    ['EPROTO', 'the answer is not from STS (EPROTO)'],
  ])('%s: %s', (code, words) => {
    for (const error of [
      socketError(code),
      new Error('wrapped', { cause: socketError(code) }),
      Object.assign(new Error(''), { name: 'TimeoutError', cause: socketError(code) }),
    ]) {
      const failure = stsFailure(error, attempt)
      expect(failure.message).toBe(`AssumeRole of X failed: STS in eu-west-1: ${words}`)
      expect(failure.hints).toHaveLength(1)
    }
  })

  it.each([
    ['TimeoutError', 'timed out; no answer in time'],
    ['AbortError', 'timed out; no answer in time'],
    ['TypeError', 'the answer is not from STS (TypeError)'],
  ])('%s: %s', (name, words) => {
    const error = Object.assign(new Error('secret detail'), { name })
    expect(stsFailure(error, attempt).message).toBe(
      `AssumeRole of X failed: STS in eu-west-1: ${words}`,
    )
  })

  it('is explained by the HTTP status of the other server', () => {
    const error = Object.assign(new Error('UnknownError'), {
      name: 'Unknown',
      $fault: 'client',
      $metadata: { httpStatusCode: 502 },
    })
    expect(stsFailure(error, attempt).message).toBe(
      'AssumeRole of X failed: STS in eu-west-1: the answer is not from STS (HTTP 502)',
    )
  })
})

describe('a proxy that did not connect', () => {
  it.each([
    ['ECONNREFUSED', 'connection refused; nothing listens there'],
    ['ENOTFOUND', 'there is no such host'],
    ['EHOSTUNREACH', 'timed out; no answer in time'],
    ['ECONNRESET', 'the connection was cut'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate is not trusted'],
    ['HTTP 407', 'it requires a user name and a password (HTTP 407)'],
    ['HTTP 403', 'it does not allow this host (HTTP 403)'],
    ['HTTP 504', 'it cannot reach the host (HTTP 504)'],
    ['HTTP 405', 'it does not make connections (HTTP 405)'],
    ['no answer', 'it is not a proxy (no answer)'],
  ])('%s: %s', (reason, words) => {
    const error = Object.assign(new Error('proxy'), { code: 'PROXY', proxy: 'http://p:1', reason })
    for (const thrown of [error, new Error('wrapped', { cause: error })]) {
      const failure = stsFailure(thrown, attempt)
      expect(failure.message).toBe(
        `AssumeRole of X failed: STS in eu-west-1: the proxy http://p:1: ${words}`,
      )
      expect(failure.hints).toHaveLength(1)
    }
  })
})

it('an error of assume is not changed', () => {
  for (const error of [new AssumeError('x'), new UsageError('y')]) {
    expect(stsFailure(error, attempt)).toBe(error)
  }
})
