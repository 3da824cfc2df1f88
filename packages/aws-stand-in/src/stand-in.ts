import { type Closeable, listen, type Service } from './http/listen.ts'
import { type Metadata, metadataService } from './metadata/metadata-server.ts'
import { type Aws, awsService } from './query/aws-server.ts'
import { type AwsSignIn, signInService } from './sign-in/sign-in-server.ts'
import { oidcService, type SsoOidc } from './sso/oidc-server.ts'
import { portalService, type SsoPortal } from './sso/portal-server.ts'
import { openSsoDirectory, type SsoDirectory, type SsoWorld } from './sso/sso-directory.ts'
import { parseWorld } from './state/parse-world.ts'

export interface StartOptions {
  /** Plain data, for example from a JSON file. By default a world without users and roles. */
  readonly world?: unknown
  /** By default a free port. */
  readonly port?: number
  readonly now?: () => Date
}

/** Every service of the stand-in, at one URL. */
export interface StandIn extends Aws, Closeable {
  /** The environment variables that direct AWS's tools and SDKs to the stand-in. */
  readonly env: Readonly<Record<string, string>>
  readonly directory: SsoDirectory
  readonly portal: SsoPortal
  readonly oidc: SsoOidc
  readonly signIn: AwsSignIn
  /** Undefined if the world has no `instanceRole`. */
  readonly metadata?: Metadata
}

/**
 * Starts every service on one port of 127.0.0.1.
 *
 * @throws Error if the world is invalid or the port is in use.
 */
export async function start(options: StartOptions = {}): Promise<StandIn> {
  const { world = {}, port = 0, now = () => new Date() } = options
  const { sso = emptySso, signIn: page, instanceRole, ...accounts } = parseWorld(world)
  const metadataRole = accounts.roles.find(({ name }) => name === instanceRole)
  if (instanceRole !== undefined && !metadataRole) {
    throw new Error(`instanceRole: there is no role "${instanceRole}"`)
  }
  const { browserUser } = sso
  if (browserUser !== undefined && !sso.users.some(({ name }) => name === browserUser)) {
    throw new Error(`sso.browserUser: there is no user "${browserUser}"`)
  }
  const signInUser = page && accounts.users.find(({ name }) => name === page.browserUser)
  if (page && !signInUser) {
    throw new Error(`signIn.browserUser: there is no user "${page.browserUser}"`)
  }
  return listen((url) => {
    const aws = awsService({ world: accounts, now }, url)
    const directory = openSsoDirectory(sso, aws.controls.now)
    const portal = portalService(aws.controls, directory, url)
    const oidc = oidcService(directory, { now: aws.controls.now }, url)
    const signIn = signInService(aws.controls, url)
    const metadata = metadataRole && metadataService(aws.controls, { role: metadataRole }, url)
    oidc.controls.browserUser = browserUser
    signIn.controls.browserUser = signInUser
    const serviceAt = (path: string): Pick<Service<unknown>, 'serve'> => {
      if (metadata && /^\/(latest|v2)\//.test(path)) return metadata
      if (oidcPaths.test(path)) return oidc
      if (/^\/(assignment\/|federation\/credentials$|logout$)/.test(path)) return portal
      return path.startsWith('/v1/') ? signIn : aws
    }
    return {
      serve: (request, response) => serviceAt(request.path).serve(request, response),
      controls: Object.assign(aws.controls, {
        env: {
          AWS_ENDPOINT_URL: url,
          ...(metadata
            ? { AWS_EC2_METADATA_SERVICE_ENDPOINT: url }
            : { AWS_EC2_METADATA_DISABLED: 'true' }),
        },
        directory,
        portal: portal.controls,
        oidc: oidc.controls,
        signIn: signIn.controls,
        ...(metadata && { metadata: metadata.controls }),
      }),
    }
  }, port)
}

const oidcPaths = /^\/(client\/register|device_authorization|token|authorize|device)$/

const emptySso: SsoWorld = {
  startUrl: 'https://stand-in.awsapps.com/start',
  region: 'us-east-1',
  accounts: [],
  users: [],
}
