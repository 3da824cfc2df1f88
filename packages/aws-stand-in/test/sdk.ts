import { request } from 'node:http'
import { Sha256 } from '@aws-crypto/sha256-js'
import { STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import { SignatureV4 } from '@smithy/signature-v4'
import type { AwsServer } from '../src/query/aws-server.ts'
import type { AccessKey, User } from '../src/state/world.ts'
import { bob } from './fixture.ts'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

export interface Keys extends AccessKey {
  readonly sessionToken?: string
}

export function keysOf({ accessKeys: [key] }: Pick<User, 'accessKeys'>): Keys {
  if (!key) throw new Error('has no key')
  return key
}

/** Returns the credentials in a response of the SDK. */
export function keysIn(answer: { Credentials?: object | undefined }): Required<Keys> {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials as Record<
    string,
    string
  >
  return {
    accessKeyId: `${AccessKeyId}`,
    secretAccessKey: `${SecretAccessKey}`,
    sessionToken: `${SessionToken}`,
  }
}

/** The SDK client of STS, by default without retries. */
export function sdk(
  aws: Pick<AwsServer, 'url'>,
  keys: Keys = keysOf(bob),
  config: STSClientConfig = {},
) {
  return new STSClient({
    endpoint: aws.url,
    region: 'eu-west-1',
    credentials: keys,
    maxAttempts: 1,
    ...config,
  })
}

export interface SignedRequest {
  method: string
  path: string
  headers: Record<string, string>
  body: string
}

export interface RawOptions {
  readonly keys?: Keys
  readonly date?: Date
  readonly service?: string
  /** Changes the request after it was signed. */
  readonly onTheWay?: (request: SignedRequest) => void
}

export interface RawAnswer {
  readonly status: number
  readonly code: string | undefined
  readonly message: string | undefined
  readonly body: string
  readonly date: string | undefined
}

/** Signs and sends one request, without retries. */
export async function send(
  aws: AwsServer,
  parameters: Readonly<Record<string, string>>,
  options: RawOptions = {},
): Promise<RawAnswer> {
  const type = 'application/x-www-form-urlencoded'
  const body = new URLSearchParams({ Version: '2011-06-15', ...parameters }).toString()
  return sendBody(aws, body, { 'content-type': type, 'x-note': 'signed' }, options)
}

/** Signs and sends one request to Organizations. */
export async function sendJson(
  aws: AwsServer,
  operation: string,
  body: string,
  options: RawOptions = {},
): Promise<RawAnswer> {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': `AWSOrganizationsV20161128.${operation}`,
  }
  const answer = await sendBody(aws, body, headers, { service: 'organizations', ...options })
  const { __type: code, Message: message } = JSON.parse(answer.body)
  return { ...answer, code, message }
}

async function sendBody(
  aws: AwsServer,
  content: string,
  more: Readonly<Record<string, string>>,
  options: RawOptions,
): Promise<RawAnswer> {
  const { keys = keysOf(bob), date = aws.now(), service = 'sts' } = options
  const signer = new SignatureV4({
    service,
    region: 'eu-west-1',
    credentials: keys,
    sha256: Sha256,
  })
  const unsigned = {
    protocol: 'http:',
    hostname: '127.0.0.1',
    method: 'POST',
    path: '/',
    headers: {
      host: `127.0.0.1:${aws.port}`,
      ...more,
    },
    body: content,
  }
  const { method, path, headers, body } = await signer.sign(unsigned, { signingDate: date })
  const signed = { method, path, headers, body }
  options.onTheWay?.(signed)
  return post(aws.port, signed)
}

function post(port: number, { method, path, headers, body }: SignedRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers }, async (response) => {
      let text = ''
      for await (const chunk of response.setEncoding('utf8')) text += chunk
      resolve({
        status: response.statusCode ?? 0,
        code: text.match(/<Code>(.*)<\/Code>/)?.[1],
        message: text.match(/<Message>(.*)<\/Message>/)?.[1]?.replaceAll('&gt;', '>'),
        body: text,
        date: response.headers.date,
      })
    })
    sent.on('error', reject).end(body)
  })
}
