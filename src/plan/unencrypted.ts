import { AssumeError } from '../model/errors.ts'
import { isLoopback } from '../network/loopback.ts'
import type { Where } from './where.ts'

/**
 * Who listens on the way gets the code and the keys. Only a call is refused: a profile with keys may
 * name such an endpoint for S3 and the like.
 */
export function refuseUnencrypted(where: Where): void {
  if (!isUnencrypted(where)) return
  const { endpoint } = where
  throw new AssumeError(
    `${endpoint} is not encrypted: whoever listens on the way would get the code and the keys`,
    ['give it as https://…; or, where nobody listens: --allow-http-endpoint'],
  )
}

/** And nobody has allowed it. */
export const isUnencrypted = ({ endpoint, allowsHttp }: Where) =>
  !allowsHttp && endpoint?.startsWith('http:') === true && !isLoopback(new URL(endpoint))
