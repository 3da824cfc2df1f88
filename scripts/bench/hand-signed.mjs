// Assumes a role with node:http and node:crypto alone. The bench runs it as the limit of an uncached session: a
// process that calls STS cannot be faster. It takes the same environment as `assume`, with the keys in it, and prints
// the response.
import { createHash, createHmac } from 'node:crypto'
import { request } from 'node:http'

const {
  AWS_ENDPOINT_URL_STS = '',
  AWS_REGION = 'us-east-1',
  AWS_ACCESS_KEY_ID = '',
  AWS_SECRET_ACCESS_KEY = '',
} = process.env
const [roleArn] = process.argv.slice(2)

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

const { hostname, host, port } = new URL(AWS_ENDPOINT_URL_STS)
const body = new URLSearchParams({
  Action: 'AssumeRole',
  Version: '2011-06-15',
  RoleArn: roleArn,
  RoleSessionName: 'bench',
}).toString()
const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
const day = time.slice(0, 8)
const scope = `${day}/${AWS_REGION}/sts/aws4_request`
const contentType = 'application/x-www-form-urlencoded'
const signedHeaders = 'content-type;host;x-amz-date'
const canonical = [
  ...['POST', '/', '', `content-type:${contentType}`, `host:${host}`, `x-amz-date:${time}`],
  ...['', signedHeaders, sha256(body)],
].join('\n')
const key = [day, AWS_REGION, 'sts', 'aws4_request'].reduce(hmac, `AWS4${AWS_SECRET_ACCESS_KEY}`)
const signature = hmac(
  key,
  ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n'),
).toString('hex')

const sent = request({
  method: 'POST',
  host: hostname,
  port,
  headers: {
    'content-type': contentType,
    'x-amz-date': time,
    authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  },
})
sent.on('response', (response) => {
  let text = ''
  response.setEncoding('utf8')
  response.on('data', (chunk) => {
    text += chunk
  })
  response.on('end', () => {
    console.log(text)
    process.exit(response.statusCode === 200 ? 0 : 1)
  })
})
sent.end(body)
