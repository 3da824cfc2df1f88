import { readFileSync, statSync } from 'node:fs'
import { whyDenied } from '../config/access.ts'
import { type Profile, placeOf, text } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { roleOf } from '../plan/route/route.ts'
import type { ProfileSource } from './source.ts'

/**
 * A token file of an identity provider, as Kubernetes mounts it. It contains no keys, but STS exchanges the
 * token for role credentials.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html
 */
export const webIdentity: ProfileSource = {
  kind: 'web-identity',
  short: 'token file',
  title: 'a token',
  identityTitle: 'file',
  profileKeys: ['web_identity_token_file'],
  hasOneCaller: () => true,
  find(profile) {
    const identity = text(profile, 'web_identity_token_file')
    // botocore ignores an empty value.
    if (!identity) return undefined
    if (!text(profile, 'role_arn')) {
      throw new AssumeError(
        `profile "${profile.name}" has a web_identity_token_file, but no role_arn (${placeOf(profile, 'web_identity_token_file')})`,
        ['name the role that the token is for: role_arn = arn:aws:iam::123456789012:role/NAME'],
      )
    }
    const { arn, accountId } = roleOf(profile)
    return {
      kind: 'web-identity',
      profile: profile.name,
      identity,
      isLongTerm: false,
      ...(accountId !== undefined && { accountId }),
      tokenFor: arn,
    }
  },
}

/** STS accepts 4 to 20,000 characters and repeats a rejected token in its response. */
const longestToken = 20_000

/**
 * The token, read each time because its file is replaced before it expires. As in the AWS CLI, `~` is not
 * expanded, and the token is sent with its white space.
 *
 * @throws AssumeError that names the file and the line of the profile.
 */
export function readToken(profile: Profile): string {
  const path = text(profile, 'web_identity_token_file') ?? ''
  const complaint = (what: string) =>
    new AssumeError(
      `web_identity_token_file of "${profile.name}" (${placeOf(profile, 'web_identity_token_file')}): ${path} ${what}`,
      [
        path.startsWith('~')
          ? '~ is not expanded there: write the full path'
          : 'name the file into which your identity provider writes the token',
      ],
    )
  const token = readSmall(path, complaint)
  if (token.trim() === '') throw complaint('is empty')
  if (token.length < 4 || token.includes('\ufffd')) throw complaint('holds no token')
  return token
}

function readSmall(path: string, complaint: (what: string) => AssumeError): string {
  try {
    const stats = statSync(path)
    // Reading a pipe could block forever.
    if (!stats.isFile()) throw complaint('is not a file')
    if (stats.size > longestToken) throw complaint('is longer than a token can be')
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof AssumeError) throw error
    const failure = error as NodeJS.ErrnoException
    const { code = '' } = failure
    throw complaint(`cannot be read: ${whyDenied(failure, path) ?? causes.get(code) ?? code}`)
  }
}

const causes: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file'],
  ['ENOTDIR', 'there is no such file'],
])
