import type { Environment } from '../../model/context.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import { timeLimit } from '../../model/time-limit.ts'
import type { Question } from './ask-endpoint.ts'
import { metadataCredentials } from './metadata-credentials.ts'
import { metadataEndpoint } from './metadata-endpoint.ts'
import { bodyFrom, type MetadataEndpointClient, noKeysFrom } from './metadata-endpoint-client.ts'

// Import this file on demand: a cached session needs none of it.

/**
 * The keys of the role that is attached to this EC2 instance. Requests always use a token (IMDSv2): without
 * one, anybody who can make a server fetch a URL could fetch the keys.
 *
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 *
 * @param place the name of the endpoint for messages.
 */
export async function fetchInstanceKeys(place: string, env: Environment): Promise<Credentials> {
  const url = metadataEndpoint(env)
  const endpoint = { place, shown: url, hints, ...patience(env) }
  const ask = (question: Question) => bodyFrom(endpoint, question, env)
  const token = await ask({
    method: 'PUT',
    url: url + tokenPath,
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
  })
  if (!/^[\x21-\x7e]{1,1024}$/.test(token)) throw noKeysFrom(endpoint, noMetadata, [wrongPlace])
  const get = (path: string) =>
    ask({
      method: 'GET',
      url: `${url}/latest/meta-data/iam/security-credentials/${path}`,
      headers: { 'x-aws-ec2-metadata-token': token },
    })
  const role = (await get('')).trim()
  if (!/^[\w+=,.@-]{1,64}$/.test(role)) throw noKeysFrom(endpoint, noMetadata, [wrongPlace])
  const keys = metadataCredentials(await get(role), new Date())
  if (typeof keys === 'string') throw noKeysFrom(endpoint, keys, keysHints(keys))
  return keys
}

const noMetadata = 'the answer is not from instance metadata'

/** The timeout and the number of attempts, as in the AWS CLI. The defaults are 1 second and 1 attempt. */
function patience(env: Environment): Pick<MetadataEndpointClient, 'attempts' | 'deadline'> {
  const seconds = count('AWS_METADATA_SERVICE_TIMEOUT', env)
  return {
    attempts: count('AWS_METADATA_SERVICE_NUM_ATTEMPTS', env),
    deadline: () => timeLimit(seconds * 1000),
  }
}

function count(name: string, env: Environment): number {
  const value = env[name] || '1'
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value)
  throw new AssumeError(`${name}: "${value}" is not a number from 1 to 999`, [`unset ${name}`])
}

const wrongPlace = 'is that the metadata of an EC2 instance? see AWS_EC2_METADATA_SERVICE_ENDPOINT'

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_iam-ec2.html */
const keysHints = (why: string) =>
  why.includes('(AssumeRoleUnauthorizedAccess)')
    ? [
        "the role's trust policy has to name ec2.amazonaws.com: assume policy trust --service ec2.amazonaws.com",
      ]
    : [wrongPlace]

const tokenPath = '/latest/api/token'

function hints(
  status: number | undefined,
  _text: string | undefined,
  url: string,
): readonly string[] {
  if (status === 404 && url.endsWith(tokenPath)) {
    return [
      'it has no tokens (IMDSv1 only), and assume asks with a token alone (IMDSv2): update what answers there, or name a source_profile',
    ]
  }
  if (status === 404) {
    return ['has the instance a role? aws ec2 describe-iam-instance-profile-associations']
  }
  if (status === 403) {
    return [
      'instance metadata may be switched off: aws ec2 modify-instance-metadata-options --http-endpoint enabled --instance-id ID',
    ]
  }
  if (status === undefined) {
    return [
      'is this an EC2 instance? if not, name a source_profile instead of the credential_source',
      'a container on one reaches its metadata only with a hop limit of 2: aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id ID',
    ]
  }
  return [wrongPlace]
}
