import type { Environment } from '../../model/context.ts'
import { AssumeError } from '../../model/errors.ts'

/**
 * The instance metadata endpoint without a trailing slash. An endpoint takes precedence over a mode, as in
 * the AWS CLI.
 */
export function metadataEndpoint(env: Environment): string {
  const { AWS_EC2_METADATA_SERVICE_ENDPOINT: endpoint } = env
  const mode = env.AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE || 'IPv4'
  const known = modes[mode.toLowerCase()]
  if (!known) {
    throw new AssumeError(
      `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: "${mode}" is neither IPv4 nor IPv6`,
      ['unset AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'],
    )
  }
  return endpoint ? checkedEndpoint(endpoint) : known
}

const modes: Readonly<Record<string, string>> = {
  ipv4: 'http://169.254.169.254',
  ipv6: 'http://[fd00:ec2::254]',
}

function checkedEndpoint(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined
  const isBase = url && !url.username && !url.password && !url.search && !url.hash
  if (isBase && /^https?:$/.test(url.protocol)) return url.href.replace(/\/+$/, '')
  throw new AssumeError('AWS_EC2_METADATA_SERVICE_ENDPOINT is not the URL of an endpoint', [
    'it looks like http://169.254.169.254',
  ])
}
