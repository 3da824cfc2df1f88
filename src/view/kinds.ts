import { type Profile, placeOf } from '../config/profile.ts'

/** The description of a kind of source. */
export interface Kind {
  /** The text for a table column. */
  readonly short: string
  /** The text before the name of a profile: `keys of profile "bob"`. */
  readonly words: string
  /** The meaning of the source's identity, if it is useful to the user. */
  readonly identity?: string
  /** The profile keys that select the source. */
  readonly keys: readonly string[]
}

export const kindCalled = (kind: string): Kind =>
  kinds.get(kind) ?? { short: kind, words: kind, keys: [] }

/** The line of the profile that selects the source: `~/.aws/config:12`. */
export const placeOfKind = (kind: string, profile: Profile): string | undefined =>
  placeOf(
    profile,
    kindCalled(kind).keys.find((key) => profile.keys.has(key)),
  )

const kinds: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['access-key', { short: 'keys', words: 'keys', identity: 'key id', keys: ['aws_access_key_id'] }],
  [
    'web-identity',
    {
      short: 'token file',
      words: 'a token',
      identity: 'file',
      keys: ['web_identity_token_file'],
    },
  ],
  ['sso', { short: 'SSO', words: 'IAM Identity Center', keys: ['sso_session', 'sso_start_url'] }],
  ['login-session', { short: 'aws login', words: 'aws login', keys: ['login_session'] }],
  ['credential-process', { short: 'program', words: 'a program', keys: ['credential_process'] }],
  ['environment', { short: 'environment', words: 'the environment', identity: 'key id', keys: [] }],
  [
    'ec2-instance-metadata',
    {
      short: 'EC2 role',
      words: 'the metadata of this EC2 instance',
      identity: 'at',
      keys: [],
    },
  ],
  [
    'ecs-container',
    {
      short: 'container',
      words: 'the endpoint of this container',
      identity: 'at',
      keys: [],
    },
  ],
])
