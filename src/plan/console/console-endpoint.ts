import { UsageError } from '../../model/errors.ts'
import { isConsoleService } from '../../model/values/console-service.ts'
import { globalRegionOf, partitionOfRegion } from '../endpoint/regions.ts'

/** The domain that follows `console.` and `signin.` in the host names of each partition. */
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

/** These partitions have a global sign-in endpoint. Every other partition has one per region only. */
const withGlobalSignIn = ['aws', 'aws-cn', 'aws-us-gov']

/** The console of a partition and its sign-in endpoint. */
export interface ConsoleEndpoint {
  readonly partition: string
  readonly region: string
  /** `https://signin.aws.amazon.com` */
  readonly signIn: string
}

/** @param region the user's region. The function ignores a region of another partition. */
export function consoleEndpoint(partition: string, region: string | undefined): ConsoleEndpoint {
  const fits = region !== undefined && partitionOfRegion(region) === partition
  const own = fits ? region : globalRegionOf(partition)
  const host = `signin.${domainOf(partition)}`
  const prefix = withGlobalSignIn.includes(partition) ? '' : `${own}.`
  return { partition, region: own, signIn: `https://${prefix}${host}` }
}

const domainOf = (partition: string) => domains[partition] ?? 'aws.amazon.com'

/** The page that the sign-in redirects to: the console home or the home page of a service. */
export function consolePage({ partition, region }: ConsoleEndpoint, service: string | undefined) {
  const path = service === undefined ? 'console' : servicePath(service)
  const [page, fragment] = path.split('#')
  const home = `https://${region}.console.${domainOf(partition)}/${page}/home?region=${region}`
  return fragment === undefined ? home : `${home}#${fragment}`
}

/**
 * Services whose path in the console differs from their AWS CLI name, limited to names that people
 * type.
 */
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
  if (isConsoleService(service)) return paths[service] ?? service
  throw new UsageError(`--service "${service}" is not the name of a service`, [
    'it is the first word of its address in the console: s3, ec2, cloudwatch; or give the whole address: --destination URL',
  ])
}

/**
 * Checks the console address to open after the sign-in. Blanks and letters that a URL cannot contain are
 * encoded, as a browser does with an address that is typed.
 *
 * @throws UsageError for an address outside the console, because the sign-in would redirect to it.
 */
export function checkedDestination(url: string, { partition }: ConsoleEndpoint): string {
  const host = `console.${domainOf(partition)}`
  const hint = `it looks like https://eu-west-1.${host}/s3/home`
  const page = !/\p{Cc}/u.test(url) && URL.canParse(url) ? new URL(url) : undefined
  if (page?.protocol !== 'https:' || page.href.length > maxLength) {
    throw new UsageError(`--destination "${url}" is not an https address`, [hint])
  }
  const { href, hostname, username, password, port } = page
  const isPlain = username === '' && password === '' && port === ''
  if (isPlain && (hostname === host || hostname.endsWith(`.${host}`))) return href
  throw new UsageError(
    `--destination "${url}" is not in the console of the partition ${partition}`,
    [hint],
  )
}

/** The longest address, in characters. */
const maxLength = 2000

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html */
export function signInUrl(endpoint: string, destination: string, token: string): string {
  const query = { Action: 'login', Issuer: 'assume', Destination: destination, SigninToken: token }
  return `${endpoint}/federation?${new URLSearchParams(query)}`
}

/** The page that ends every console session of the browser that opens it. */
export const signOutUrl = (endpoint: string) => `${endpoint}/oauth?Action=logout`
