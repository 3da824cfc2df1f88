import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'

/** The endpoint of ECS. */
const ecs = 'http://169.254.170.2'

/** The hosts besides loopback that respond without TLS: ECS, and EKS Pod Identity by IPv4 and IPv6. */
const plainHosts = ['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]', 'localhost', '[::1]']

/**
 * The container credentials endpoint, if the environment names one. The relative URI takes precedence, as
 * in the AWS CLI.
 *
 * @throws AssumeError for an endpoint that is not safe to send a token to or to accept keys from.
 */
export function containerUrl(env: Environment): URL | undefined {
  const relative = env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI
  if (relative) {
    const url = parseContainerUrl(`${ecs}${relative}`)
    // The path `@evil.example/` would change the host of the URL.
    if (url?.origin === ecs && relative.startsWith('/')) return url
    throw notUsable('AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'is not a path that begins with /')
  }
  const full = env.AWS_CONTAINER_CREDENTIALS_FULL_URI
  if (!full) return undefined
  const url = parseContainerUrl(full)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw notUsable(fullUri, 'is not a URL of http or https without a user name')
  }
  if (url.protocol === 'https:' || isPlainHost(url.hostname)) return url
  throw notUsable(fullUri, `is at ${url.hostname}, and keys come without TLS only from near by`)
}

const parseContainerUrl = (url: string) => (URL.canParse(url) ? new URL(url) : undefined)

const fullUri = 'AWS_CONTAINER_CREDENTIALS_FULL_URI'

/** The URL parser normalizes every form of an address. */
const isPlainHost = (host: string) => plainHosts.includes(host) || /^127(\.\d+){3}$/.test(host)

const notUsable = (name: string, why: string) =>
  new AssumeError(`${name} ${why}`, [
    'it can be https, or http to loopback, 169.254.170.2, 169.254.170.23 or [fd00:ec2::23]',
  ])
