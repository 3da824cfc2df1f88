import { readFileSync } from 'node:fs'
import { whyDenied } from '../../config/access.ts'
import type { Environment } from '../../model/context.ts'
import type { Credentials } from '../../model/credentials.ts'
import { AssumeError } from '../../model/errors.ts'
import { timeLimit } from '../../model/time-limit.ts'
import { containerUrl } from './container-url.ts'
import { metadataCredentials } from './metadata-credentials.ts'
import { bodyFrom, noKeysFrom } from './metadata-endpoint-client.ts'

// Import this file on demand: a cached session needs none of it.

/** Milliseconds for all attempts together. */
const callTimeoutMs = 5_000

/**
 * The keys of the role that ECS or EKS gives to this container.
 *
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 *
 * @param place the name of the endpoint for messages.
 */
export async function fetchContainerKeys(place: string, env: Environment): Promise<Credentials> {
  const url = containerUrl(env)
  if (!url) throw new Error('a plan began with a container that has no endpoint')
  const deadline = timeLimit(callTimeoutMs)
  const shown = url.origin
  const endpoint = { place, shown, hints, attempts: 3, deadline: () => deadline }
  const authorization = authorizationToken(env)
  const headers = {
    Accept: 'application/json',
    ...(authorization !== undefined && { Authorization: authorization }),
  }
  const body = await bodyFrom(endpoint, { method: 'GET', url: url.href, headers }, env)
  const keys = metadataCredentials(body, new Date())
  if (typeof keys === 'string') throw noKeysFrom(endpoint, keys, [wrongPlace])
  return keys
}

/** The file takes precedence over the variable, because EKS replaces the token in it. */
function authorizationToken(env: Environment): string | undefined {
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file } = env
  if (file) return checkedToken(tokenIn(file), `the token in ${file}`)
  const { AWS_CONTAINER_AUTHORIZATION_TOKEN: token } = env
  return token ? checkedToken(token, 'AWS_CONTAINER_AUTHORIZATION_TOKEN') : undefined
}

function tokenIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const failure = error as NodeJS.ErrnoException
    throw new AssumeError(`${file} cannot be read (${whyDenied(failure, file) ?? failure.code})`, [
      'see AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, which names it',
    ])
  }
}

/** A line break would start another header. */
function checkedToken(token: string, whose: string): string {
  if (/^[\x20-\x7e]+$/.test(token)) return token
  throw new AssumeError(
    `${whose} cannot be sent: it is empty, or contains a line break or another control character`,
    ['write it without a line break at the end'],
  )
}

const wrongPlace = 'is that the endpoint of this container? see AWS_CONTAINER_CREDENTIALS_FULL_URI'

/**
 * The EKS agent sends the response of AssumeRoleForPodIdentity as text: `[ID]: (CODE): MESSAGE, fault:
 * client`.
 *
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html
 */
function hints(status: number | undefined, text = ''): readonly string[] {
  if (/ResourceNotFoundException|\bassociations?\b/i.test(text)) {
    return [
      'EKS knows no role for the service account of this pod: the cluster needs a Pod Identity association of the two',
    ]
  }
  if (/permissions? to assume the associated role/i.test(text)) {
    return [
      "the role's trust policy has to allow pods.eks.amazonaws.com sts:AssumeRole and sts:TagSession: assume policy trust --service pods.eks.amazonaws.com --tag-session",
    ]
  }
  if (status === 401 || status === 403) {
    return ['is the token right? see AWS_CONTAINER_AUTHORIZATION_TOKEN and its …_FILE']
  }
  return [wrongPlace]
}
