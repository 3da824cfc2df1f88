import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A store with the protocol of S3 and one empty bucket. It records who signs the requests. */
export interface Store {
  readonly url: string
  /** For each request, the key id of its signature, followed by ` token` if the request has a session token. */
  readonly signers: readonly string[]
}

const buckets = `<?xml version="1.0"?><ListAllMyBucketsResult><Buckets><Bucket>
<Name>data</Name><CreationDate>2020-01-01T00:00:00.000Z</CreationDate></Bucket></Buckets></ListAllMyBucketsResult>`

const nothing =
  '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>nothing</Message></Error>'

export async function openStore(): Promise<Store> {
  const signers: string[] = []
  const server = createServer(({ url = '', headers }, response) => {
    const [, keyId = 'nobody'] = /Credential=([^/]+)\//.exec(headers.authorization ?? '') ?? []
    signers.push(`${keyId}${headers['x-amz-security-token'] ? ' token' : ''}`)
    response.setHeader('Content-Type', 'application/xml')
    if (/^\/(\?|$)/.test(url)) response.end(buckets)
    else response.writeHead(404).end(nothing)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, signers }
}
