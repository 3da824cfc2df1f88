import { expect, it } from 'vitest'
import { awsSignIn, ssoPortal, stsService } from '../../../src/network/called-service.ts'
import { transportFailure } from '../../../src/network/transport-failure.ts'

const failed = { what: 'GetCallerIdentity', host: 'STS in eu-west-1' }

const withCode = (code: string) => Object.assign(new Error('x'), { code })

const inCall = (syscall: string, code: string) => Object.assign(withCode(code), { syscall })

/**
 * The error of `userInfo()` and `homedir()` of Node if the user has no entry in the password file.
 */
const noSuchUser = () =>
  Object.assign(withCode('ERR_SYSTEM_ERROR'), {
    info: { errno: -2, code: 'ENOENT', message: 'no such file', syscall: 'uv_os_get_passwd' },
    errno: -2,
    syscall: 'uv_os_get_passwd',
  })

const wrapped = (cause: Error) => new Error('of the SDK', { cause })

it.each([
  [withCode('ECONNREFUSED'), 'connection refused; nothing listens there'],
  [withCode('EAI_AGAIN'), 'the host was not found; is there a network?'],
  [withCode('ENETUNREACH'), 'timed out; no answer in time'],
  [Object.assign(new Error('x'), { name: 'TimeoutError' }), 'timed out; no answer in time'],
  [withCode('EPIPE'), 'the connection was cut'],
  [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'its certificate is for another host'],
  [
    withCode('CERT_NOT_YET_VALID'),
    'its certificate has expired or is not valid yet (CERT_NOT_YET_VALID)',
  ],
  [withCode('UNABLE_TO_GET_ISSUER_CERT_LOCALLY'), 'its certificate is not trusted'],
  [withCode('EMFILE'), 'too many open files (EMFILE)'],
  [withCode('EPROTO'), 'the answer is not from STS (EPROTO)'],
  [
    Object.assign(new Error('x'), { $metadata: { httpStatusCode: 502 } }),
    'the answer is not from STS (HTTP 502)',
  ],
  [wrapped(wrapped(withCode('ECONNRESET'))), 'the connection was cut'],
  [withCode('ECONNABORTED'), 'the connection was cut'],
  [withCode('ENETDOWN'), 'timed out; no answer in time'],
  [inCall('connect', 'EPERM'), 'this machine forbids the call (connect EPERM)'],
  [wrapped(inCall('connect', 'EACCES')), 'this machine forbids the call (connect EACCES)'],
  [inCall('connect', 'ENOBUFS'), 'this machine cannot make the call (connect ENOBUFS)'],
  [inCall('write', 'ENOSPC'), 'this machine cannot make the call (write ENOSPC)'],
  [inCall('read', 'EIO'), 'this machine cannot make the call (read EIO)'],
  [withCode('EADDRNOTAVAIL'), 'this machine cannot make the call (EADDRNOTAVAIL)'],
  [noSuchUser(), 'this machine cannot make the call (uv_os_get_passwd ENOENT)'],
  [
    withCode('ERR_SSL_WRONG_VERSION_NUMBER'),
    'the answer is not from STS (ERR_SSL_WRONG_VERSION_NUMBER)',
  ],
  [withCode('HPE_INVALID_CONSTANT'), 'the answer is not from STS (HPE_INVALID_CONSTANT)'],
  ['a string', 'the answer is not from STS (a string)'],
])('%j: %s', (error, words) => {
  const failure = transportFailure(error, failed, stsService)
  expect(failure.message).toBe(`GetCallerIdentity failed: STS in eu-west-1: ${words}`)
  expect(failure.hints).toHaveLength(1)
})

it('names the setting that defines the address of the service', () => {
  const hints = [ssoPortal, awsSignIn].map(
    (service) => transportFailure(withCode('ECONNREFUSED'), failed, service).hints[0],
  )
  expect(hints).toEqual([
    'is the endpoint right? see AWS_ENDPOINT_URL_SSO, AWS_ENDPOINT_URL and endpoint_url',
    'is the endpoint right? see AWS_ENDPOINT_URL_SIGNIN, AWS_ENDPOINT_URL and endpoint_url',
  ])
})
