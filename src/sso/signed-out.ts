import { ServiceRefusal } from '../aws-api/call-service.ts'
import { type SignIn, signInRejected } from './sign-in-needed.ts'

/** Converts the portal's refusal of a signed-out token. Other errors are returned unchanged. */
export function signInInsteadOf(error: unknown, signIn: SignIn): unknown {
  return error instanceof ServiceRefusal && error.code === 'UnauthorizedException'
    ? signInRejected(signIn)
    : error
}
