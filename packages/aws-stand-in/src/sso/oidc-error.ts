/**
 * An error of SSO-OIDC: the OAuth error code, the name of the AWS error and the HTTP status.
 *
 * https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html#API_CreateToken_Errors
 */
export class OidcError extends Error {
  readonly code: OidcErrorCode

  constructor(code: OidcErrorCode, description: string) {
    super(description)
    this.code = code
  }

  get shape(): string {
    return shapes[this.code]
  }

  get status(): number {
    return this.code === 'invalid_client' ? 401 : this.code === 'server_error' ? 500 : 400
  }
}

const shapes = {
  access_denied: 'AccessDeniedException',
  authorization_pending: 'AuthorizationPendingException',
  expired_token: 'ExpiredTokenException',
  invalid_client: 'InvalidClientException',
  invalid_client_metadata: 'InvalidClientMetadataException',
  invalid_grant: 'InvalidGrantException',
  invalid_redirect_uri: 'InvalidRedirectUriException',
  invalid_request: 'InvalidRequestException',
  invalid_scope: 'InvalidScopeException',
  server_error: 'InternalServerException',
  slow_down: 'SlowDownException',
  unauthorized_client: 'UnauthorizedClientException',
  unsupported_grant_type: 'UnsupportedGrantTypeException',
} as const

export type OidcErrorCode = keyof typeof shapes
