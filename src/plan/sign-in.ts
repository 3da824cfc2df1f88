import { nestedText, type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import type { CaBundle } from '../network/ca-bundle.ts'
import { accountOfArn, partitionOf } from './arn.ts'
import { checkedUrl, ignoresConfiguredEndpoints, servicesOf } from './endpoint.ts'
import { globalEndpoint } from './global-endpoint.ts'
import { checkedRegion, globalRegionOf } from './region.ts'
import { type Retries, retriesOf } from './retries.ts'
import { isTrue, said } from './said.ts'
import { isUnencrypted } from './unencrypted.ts'
import { caBundleOf, profileRegion, settingsRegion, withoutFips } from './where.ts'
import type { World } from './world.ts'

/** Where AWS Sign-In is asked, and how. */
export interface SignInPlace {
  readonly region: string
  readonly endpoint?: string
  readonly fips: boolean
  readonly dualstack: boolean
  readonly caBundle?: CaBundle
  readonly retries?: Retries
}

/**
 * A sign-in can be renewed only in the region where it was made: the one that its file names, else
 * the one that its profile does, for `aws login` signed in there. The AWS CLI asks in the region of
 * the moment, and fails where that is another.
 *
 * @param signInRegion as the file of the sign-in names it.
 * @throws AssumeError for what cannot be a region or an endpoint, or is plain http to elsewhere.
 */
export function signInPlace(
  profile: Profile,
  signInRegion: string | undefined,
  world: World,
): SignInPlace {
  const named =
    (signInRegion && checkedRegion(signInRegion, 'signInRegion')) ??
    profileRegion(profile) ??
    regionOfMoment(profile, world)
  const region = withoutFips(named)
  const flag = (name: string) => isTrue(said(`AWS_${name.toUpperCase()}`, name, profile, world))
  const endpoint = endpointOfSignIn(profile, world)
  if (isUnencrypted(endpoint)) throw unencrypted(endpoint)
  const caBundle = caBundleOf(profile, world)
  const retries = retriesOf(profile, world)
  return {
    region: region === 'aws-global' ? globalEndpoint.region : region,
    ...(endpoint && { endpoint }),
    fips: flag('use_fips_endpoint') || region !== named,
    dualstack: flag('use_dualstack_endpoint'),
    ...(caBundle && { caBundle }),
    ...(retries && { retries }),
  }
}

const unencrypted = (endpoint = '') =>
  new AssumeError(
    `${endpoint} is not encrypted: whoever listens on the way would get the keys of the sign-in`,
    ['give it as https://…'],
  )

/** The account that signed in, if its ARN tells. */
export function accountOfLogin(session: string): string | undefined {
  const accountId = accountOfArn(session)
  return accountId && /^\d{12}$/.test(accountId) ? accountId : undefined
}

function regionOfMoment(profile: Profile, { env, settings }: World): string {
  if (env.AWS_REGION) return checkedRegion(env.AWS_REGION, 'AWS_REGION')
  if (env.AWS_DEFAULT_REGION) return checkedRegion(env.AWS_DEFAULT_REGION, 'AWS_DEFAULT_REGION')
  const session = text(profile, 'login_session') ?? ''
  return settingsRegion(settings) ?? globalRegionOf(partitionOf(session))
}

function endpointOfSignIn(profile: Profile, world: World): string | undefined {
  if (ignoresConfiguredEndpoints(profile, world)) return undefined
  const { AWS_ENDPOINT_URL_SIGNIN: own, AWS_ENDPOINT_URL: all } = world.env
  if (own) return checkedUrl(own, 'AWS_ENDPOINT_URL_SIGNIN')
  if (all) return checkedUrl(all, 'AWS_ENDPOINT_URL')
  const services = servicesOf(profile, world)
  const ofSignIn = services && nestedText(services, 'signin', 'endpoint_url')
  if (ofSignIn) return checkedUrl(ofSignIn, `[services ${services.name}]`)
  const ofAll = text(profile, 'endpoint_url')
  return ofAll ? checkedUrl(ofAll, placeOf(profile, 'endpoint_url') ?? 'endpoint_url') : undefined
}
