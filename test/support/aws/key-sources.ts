import { raw, roleArn, startMetadataServer } from 'aws-stand-in'
import { onTestFinished } from 'vitest'
import { instanceRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { SsoScene, config as ssoConfig } from '../sign-in/sso.ts'
import type { TestAws } from '../test-aws.ts'

/** The sources of keys. Each is also the name of a profile that uses its keys to assume a role. */
export const keySources = [
  'file',
  'environment',
  'process',
  'imds',
  'container',
  'identity-center',
] as const
export type KeySource = (typeof keySources)[number]

const roleProfile = (name: KeySource, source: string) => `[profile ${name}]
role_arn = ${roleArn(noMfaRole)}
${source}
role_session_name = ${name}
`

const config = [
  ssoConfig,
  roleProfile('file', 'source_profile = stored'),
  roleProfile('environment', 'credential_source = Environment'),
  roleProfile('process', 'source_profile = printed'),
  roleProfile('imds', 'credential_source = Ec2InstanceMetadata'),
  roleProfile('container', 'credential_source = EcsContainer'),
  roleProfile('identity-center', 'source_profile = dev'),
  '[profile printed]',
  `credential_process = sh -c 'cat "$HOME/answer"'`,
  '',
].join('\n')

export interface KeyWorld {
  readonly testAws: TestAws
  /** The variables with which assume finds all sources. */
  readonly env: Readonly<Record<string, string>>
}

const secretAccessKey = 'a secret'
const sessionToken = 'a token'
const expiration = '2040-01-31T12:00:00Z'

/** A machine on which each source of keys provides this key id. */
export async function withKeyId(id: string): Promise<KeyWorld> {
  const answer = { Version: 1, AccessKeyId: id, SecretAccessKey: secretAccessKey }
  const sso = await SsoScene.open({
    config,
    credentials: `[stored]\naws_access_key_id = ${id.replaceAll('\n', '\n  ')}\naws_secret_access_key = ${secretAccessKey}\n`,
    files: { answer: JSON.stringify(answer) },
  })
  await sso.signIn()
  const roleCredentials = { accessKeyId: id, secretAccessKey, sessionToken }
  sso.portal.faults.credentials = {
    kind: 'alter',
    fields: { roleCredentials: { ...roleCredentials, expiration: Date.parse(expiration) } },
  }
  const { testAws } = sso
  const metadata = await startMetadataServer(testAws.aws, { role: instanceRole })
  onTestFinished(() => metadata.close())
  const handed = {
    Code: 'Success',
    AccessKeyId: id,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    Expiration: expiration,
  }
  metadata.faults.keys = { kind: 'raw', status: 200, body: JSON.stringify(handed) }
  return {
    testAws,
    env: {
      ...testAws.home.env,
      ...sso.env,
      // No process can be started with a NUL in its environment.
      AWS_ACCESS_KEY_ID: id.replaceAll('\0', '\n'),
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: metadata.containerUrl,
    },
  }
}

const escaped = (text: string) => text.replaceAll(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** An answer of STS with these keys, for any caller. */
export const stsAnswer = (id: string, secret = secretAccessKey, token = sessionToken) =>
  raw(
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${escaped(id)}</AccessKeyId><SecretAccessKey>${escaped(secret)}</SecretAccessKey><SessionToken>${escaped(token)}</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  )
