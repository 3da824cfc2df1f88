import { randomUUID } from 'node:crypto'
import { codeChallenge, opaqueText, pageQuery } from '../browser/pkce.ts'
import { checkedPage } from '../browser/sign-in-page.ts'
import { awsSignIn } from '../network/called-service.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { serviceAddress } from '../plan/endpoint/service-address.ts'

/** The clients of AWS's tools, which AWS Sign-In knows without a registration. */
export const clientIds = {
  sameDevice: 'arn:aws:signin:::devtools/same-device',
  crossDevice: 'arn:aws:signin:::devtools/cross-device',
} as const

/** One sign-in in a browser. */
export interface Authorization {
  readonly clientId: string
  /** The browser returns it, so that no other sign-in takes the place of this one. */
  readonly state: string
  /** Secret, and sent with the code only. https://datatracker.ietf.org/doc/html/rfc7636 */
  readonly codeVerifier: string
}

/** The AWS CLI's state is a UUID, too. */
export const newAuthorization = (clientId: string): Authorization => ({
  clientId,
  state: randomUUID(),
  codeVerifier: opaqueText(),
})

/** An address of AWS Sign-In: `https://eu-west-1.signin.aws.amazon.com/v1/authorize`. */
export const signInAddress = (path: string, endpointConfig: EndpointConfig) =>
  new URL(path, serviceAddress('signin', endpointConfig).url).href

/**
 * The page that the AWS CLI opens, with the same parameters. It contains no secret. AWS's models do not
 * describe it. https://github.com/aws/aws-cli/blob/v2/awscli/customizations/login/utils.py
 *
 * @throws AssumeError if the page is neither https nor on this machine.
 */
export function authorizationPage(
  { clientId, state, codeVerifier }: Authorization,
  redirectUri: string,
  endpointConfig: EndpointConfig,
): string {
  const query = pageQuery({
    response_type: 'code',
    client_id: clientId,
    state,
    // RFC 7636 calls it S256.
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: codeChallenge(codeVerifier),
  })
  const page = `${signInAddress('/v1/authorize', endpointConfig)}?${query}`
  return checkedPage(page, 'Authorize', awsSignIn)
}
