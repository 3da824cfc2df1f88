import { UsageError } from '../../model/errors.ts'
import { globalRegionOf, partitionOfRegion } from '../endpoint/region.ts'

/** What follows `console.` and `signin.` in the names of a partition's hosts. */
const domains: Readonly<Record<string, string>> = {
  aws: 'aws.amazon.com',
  'aws-cn': 'amazonaws.cn',
  'aws-us-gov': 'amazonaws-us-gov.com',
  'aws-iso': 'c2shome.ic.gov',
  'aws-iso-b': 'sc2shome.sgov.gov',
  'aws-iso-e': 'csphome.adc-e.uk',
  'aws-iso-f': 'csphome.hci.ic.gov',
  'aws-eusc': 'amazonaws-eusc.eu',
}

/** The others have one sign-in for each region alone. */
const withGlobalSignIn = ['aws', 'aws-cn', 'aws-us-gov']

/** Where the console of a partition is, and where one signs in to it. */
export interface ConsoleEndpoint {
  readonly partition: string
  readonly region: string
  /** `https://signin.aws.amazon.com` */
  readonly signIn: string
}

/**
 * @param region the user's; one of another partition is not the console's.
 */
export function consoleEndpoint(partition: string, region: string | undefined): ConsoleEndpoint {
  const fits = region !== undefined && partitionOfRegion(region) === partition
  const own = fits ? region : globalRegionOf(partition)
  const host = `signin.${domainOf(partition)}`
  const prefix = withGlobalSignIn.includes(partition) ? '' : `${own}.`
  return { partition, region: own, signIn: `https://${prefix}${host}` }
}

const domainOf = (partition: string) => domains[partition] ?? 'aws.amazon.com'

/** Where the sign-in leads to: the home page of the console, or that of a service. */
export function consolePage({ partition, region }: ConsoleEndpoint, service: string | undefined) {
  const path = service === undefined ? 'console' : servicePath(service)
  const [page, fragment] = path.split('#')
  const home = `https://${region}.console.${domainOf(partition)}/${page}/home?region=${region}`
  return fragment === undefined ? home : `${home}#${fragment}`
}

/** Those that the console has under another name than the AWS CLI, as far as people type them. */
const paths: Readonly<Record<string, string>> = {
  cfn: 'cloudformation',
  cloudtrail: 'cloudtrailv2',
  ddb: 'dynamodbv2',
  dynamodb: 'dynamodbv2',
  events: 'events',
  logs: 'cloudwatch#logsV2:log-groups',
  r53: 'route53/v2',
  route53: 'route53/v2',
  sfn: 'states',
  sns: 'sns/v3',
  sqs: 'sqs/v3',
  ssm: 'systems-manager',
  sso: 'singlesignon',
  stepfunctions: 'states',
  vpc: 'vpcconsole',
  waf: 'wafv2/homev2',
}

function servicePath(service: string): string {
  if (/^[a-z0-9-]{1,64}(\/[a-z0-9-]{1,64})?$/.test(service)) return paths[service] ?? service
  throw new UsageError(`--service "${service}" is not the name of a service`, [
    'it is the first word of its address in the console: s3, ec2, cloudwatch; or give the whole address: --destination URL',
  ])
}

/**
 * An address in the console, to be gone to after the sign-in.
 *
 * @throws UsageError for any other: whoever signs in there would be sent on.
 */
export function checkedDestination(url: string, { partition }: ConsoleEndpoint): string {
  const host = `console.${domainOf(partition)}`
  const hint = `it looks like https://eu-west-1.${host}/s3/home`
  if (!URL.canParse(url) || !/^https:\/\/[\x21-\x7e]{1,2000}$/.test(url)) {
    throw new UsageError(`--destination "${url}" is not an https address`, [hint])
  }
  const { hostname, username, password, port } = new URL(url)
  const isPlain = username === '' && password === '' && port === ''
  if (isPlain && (hostname === host || hostname.endsWith(`.${host}`))) return url
  throw new UsageError(
    `--destination "${url}" is not in the console of the partition ${partition}`,
    [hint],
  )
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html */
export function signInUrl(endpoint: string, destination: string, token: string): string {
  const query = { Action: 'login', Issuer: 'assume', Destination: destination, SigninToken: token }
  return `${endpoint}/federation?${new URLSearchParams(query)}`
}

/** Ends every session of the console in the browser that goes there. */
export const signOutUrl = (endpoint: string) => `${endpoint}/oauth?Action=logout`
