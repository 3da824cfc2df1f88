import { UsageError } from '../../model/errors.ts'
import { checkedRegion } from '../../model/values/region.ts'

/** What the address of an access portal says about the sign-in. */
export interface PortalAddress {
  readonly startUrl: string
  /** The region of IAM Identity Center. */
  readonly region: string
  /** A name for the sign-in, from the address. */
  readonly name: string
}

export const isPortalAddress = (word: string | undefined): word is string =>
  word !== undefined && /^https?:\/\//i.test(word)

/**
 * Reads the address that a browser shows: `https://corp.awsapps.com/start/#/?tab=accounts`, or
 * `https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws`, which contains the region.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/using-the-portal.html
 *
 * @throws UsageError if it is not the address of a portal, or if the region is missing.
 */
export function portalAddress(address: string, region: string | undefined): PortalAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isSafe = url?.protocol === 'https:' && url.username === '' && url.password === ''
  if (!url || !isSafe || !url.hostname.includes('.')) {
    throw new UsageError(`"${address}" is not the address of an access portal`, [
      'it looks like https://NAME.awsapps.com/start',
    ])
  }
  const [, ofHost] =
    /^ssoins-[0-9a-z]+\.portal\.([a-z0-9-]+)\.app\.aws(\.cn)?$/.exec(url.hostname) ?? []
  if (ofHost !== undefined && region !== undefined && region !== ofHost) {
    throw new UsageError(`the portal is in ${ofHost}, and --region is ${region}`, [
      'leave out --region',
    ])
  }
  const found = ofHost ?? region
  if (found === undefined) {
    throw new UsageError('the region of IAM Identity Center is missing', [
      `assume login ${address} --region eu-west-1`,
      'whoever runs your access portal knows the region',
    ])
  }
  return {
    startUrl: startUrlOf(url),
    region: checkedRegion(found, '--region'),
    name: nameOf(url),
  }
}

/** Two addresses of one portal can differ in what follows the path, and in a slash. */
export function startUrlOf({ origin, hostname, pathname }: URL): string {
  const path = pathname.replace(/\/+$/, '')
  return `${origin}${path === '' && hostname.includes('.awsapps.') ? '/start' : path}`
}

/** `corp` of corp.awsapps.com, and the last part of the path for a host that all customers share. */
function nameOf({ hostname, pathname }: URL): string {
  const [first = ''] = hostname.split('.')
  const last = pathname.split('/').filter(Boolean).at(-1)
  const isShared = first === 'start' || first === 'identitycenter'
  return isShared && last !== undefined ? last : first
}
