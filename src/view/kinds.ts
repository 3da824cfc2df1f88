import { type Profile, placeOf } from '../config/profile.ts'

/** A way to get credentials, as people are told of it. */
export interface Kind {
  /** For a column. */
  readonly short: string
  /** Before the name of a profile: `keys of profile "bob"`. */
  readonly words: string
  /** What the source's identity is, where that says something to people. */
  readonly identity?: string
  /** Keys of the profile that ask for it. */
  readonly keys: readonly string[]
}

export const kindCalled = (kind: string): Kind =>
  kinds.get(kind) ?? { short: kind, words: kind, keys: [] }

/** `~/.aws/config:12`, where the profile asks for it. */
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
