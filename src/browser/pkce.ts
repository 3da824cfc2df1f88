import { createHash, randomBytes } from 'node:crypto'

/** 48 random bytes: 64 characters, as many as the AWS CLI's verifier has. */
export const opaqueText = () => randomBytes(48).toString('base64url')

/** https://datatracker.ietf.org/doc/html/rfc7636#section-4.2 */
export const codeChallenge = (codeVerifier: string) =>
  createHash('sha256').update(codeVerifier).digest('base64url')

/** The query of a page. URLSearchParams would encode a space as `+`. */
export const pageQuery = (query: Readonly<Record<string, string>>) =>
  Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')
