import { describe, expect, it } from 'vitest'
import { bob } from '../fixture.ts'
import { keysOf, type SignedRequest } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { invalid, whoAmI } from './who-am-i.ts'

const mismatch = {
  status: 403,
  code: 'SignatureDoesNotMatch',
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
}

function sign(change: (authorization: string) => string) {
  return ({ headers }: SignedRequest) => {
    headers.authorization = change(headers.authorization ?? '')
  }
}

describe('a signature', () => {
  it('with the keys of a user is accepted', async () => {
    expect(await whoAmI(await standIn())).toMatchObject({ status: 200 })
  })

  it('covers the whole request', async () => {
    const aws = await standIn()
    const tampered: [string, (request: SignedRequest) => void][] = [
      ['body', (it) => (it.body += '&DurationSeconds=900')],
      ['method', (it) => (it.method = 'PUT')],
      ['path', (it) => (it.path = '/other')],
      ['query string', (it) => (it.path = '/?RoleArn=x')],
      ['signed header', (it) => (it.headers['x-note'] = 'changed')],
      ['no signed header', (it) => delete it.headers['x-note']],
      ['host', (it) => (it.headers.host = 'sts.amazonaws.com')],
      ['time', (it) => (it.headers['x-amz-date'] = secondLater(it.headers['x-amz-date']))],
      ['payload hash', (it) => (it.headers['x-amz-content-sha256'] = '0'.repeat(64))],
      ['region', sign((it) => it.replace('eu-west-1', 'us-east-1'))],
      ['signature', sign((it) => it.replace(/.$/, (last) => (last === '0' ? '1' : '0')))],
      ['list of signed headers', sign((it) => it.replace(';x-note', ''))],
    ]
    const answers = tampered.map(async ([what, onTheWay]) => [
      what,
      await whoAmI(aws, { onTheWay }),
    ])
    for (const [what, answer] of await Promise.all(answers)) {
      expect({ what, answer }).toMatchObject({ what, answer: mismatch })
    }
    expect(aws.calls.every((call) => call.caller === undefined)).toBe(true)
  })

  it("covers the body even if the header with the body's hash is signed", async () => {
    const answer = await whoAmI(await standIn(), { onTheWay: (it) => (it.body += '&More=1') })
    expect(answer).toMatchObject(mismatch)
  })

  it('does not cover headers that it does not name, so proxies can change them', async () => {
    const onTheWay = (it: SignedRequest) => (it.headers.via = '1.1 proxy')
    expect(await whoAmI(await standIn(), { onTheWay })).toMatchObject({ status: 200 })
  })

  it('with a wrong secret is rejected', async () => {
    const keys = { ...keysOf(bob), secretAccessKey: 'wrong' }
    expect(await whoAmI(await standIn(), { keys })).toMatchObject(mismatch)
  })

  it('with an unknown key is rejected', async () => {
    const keys = { ...keysOf(bob), accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }
    expect(await whoAmI(await standIn(), { keys })).toMatchObject(invalid)
  })

  it('is required, and must be well formed', async () => {
    const aws = await standIn()
    expect(
      await whoAmI(aws, { onTheWay: ({ headers }) => delete headers.authorization }),
    ).toMatchObject({
      status: 403,
      code: 'MissingAuthenticationToken',
      message: 'Request is missing Authentication Token',
    })
    for (const onTheWay of [
      sign(() => 'Bearer x'),
      sign((it) => it.replace('/aws4_request', '')),
      ({ headers }: SignedRequest) => delete headers['x-amz-date'],
    ]) {
      expect(await whoAmI(aws, { onTheWay })).toMatchObject({
        status: 400,
        code: 'IncompleteSignature',
      })
    }
  })

  it('must cover the host and the time', async () => {
    const aws = await standIn()
    expect(await whoAmI(aws, { onTheWay: sign((it) => it.replace('host;', '')) })).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    })
    expect(
      await whoAmI(aws, { onTheWay: sign((it) => it.replace('x-amz-date;', '')) }),
    ).toMatchObject({ code: 'SignatureDoesNotMatch' })
  })

  it('is valid for one service and one day', async () => {
    const aws = await standIn({ now: () => new Date('2026-11-23T19:22:12Z') })
    expect(await whoAmI(aws, { service: 'iam' })).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message: "Credential should be scoped to correct service: 'sts'. ",
    })
    const onTheWay = sign((it) => it.replace('20261123', '20261122').replace('4_request', '5'))
    expect(await whoAmI(aws, { onTheWay })).toMatchObject({
      code: 'SignatureDoesNotMatch',
      message:
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261122' != '20261123', from '20261123T192212Z'. ",
    })
  })
})

function secondLater(amzDate = ''): string {
  return amzDate.replace(/\dZ$/, (last) => (last === '0Z' ? '1Z' : '0Z'))
}
