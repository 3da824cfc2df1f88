/**
 * An error of AWS Sign-In: the OAuth error code and the HTTP status. The codes are AWS's. The messages are not
 * documented.
 *
 * https://docs.aws.amazon.com/signin/latest/APIReference/API_CreateOAuth2Token.html#API_CreateOAuth2Token_Errors
 */
export class SignInError extends Error {
  readonly code: keyof typeof statuses

  constructor(code: keyof typeof statuses, message: string) {
    super(message)
    this.code = code
  }

  get status(): number {
    return statuses[this.code]
  }

  /** The name of the AWS error. */
  get shape(): string {
    return this.status < 401 || this.status === 404
      ? 'ValidationException'
      : 'AccessDeniedException'
  }
}

const statuses = {
  AUTHCODE_EXPIRED: 401,
  TOKEN_EXPIRED: 401,
  INVALID_REQUEST: 400,
  RESOURCE_NOT_FOUND: 404,
} as const
