import { loginSession } from '../aws-login/login-session.ts'
import { sso } from '../sso/sso.ts'
import { credentialProcess } from './credential-process.ts'
import { ec2InstanceMetadata } from './ec2-instance-metadata.ts'
import { ecsContainer } from './ecs-container.ts'
import { environment } from './environment.ts'
import type { CredentialSource, ProfileSource } from './source.ts'
import { configFileKeys, credentialsFileKeys } from './static-keys.ts'
import { webIdentity } from './web-identity.ts'

/** The order of the AWS CLI v2. */
export const profileSources: readonly ProfileSource[] = [
  webIdentity,
  sso,
  credentialsFileKeys,
  loginSession,
  credentialProcess,
  configFileKeys,
]

/** The values of `credential_source`, in the order of the AWS CLI's documentation. */
export const credentialSources: readonly CredentialSource[] = [
  environment,
  ec2InstanceMetadata,
  ecsContainer,
]

const all: readonly (ProfileSource | CredentialSource)[] = [...profileSources, ...credentialSources]

/** The source of a kind that `find` has returned. */
export function sourceOfKind(kind: string): ProfileSource | CredentialSource {
  const source = all.find((each) => each.kind === kind)
  if (!source) throw new Error(`no source of the kind "${kind}"`)
  return source
}

/** The profile keys that select a source. */
export const sourceKeys: readonly string[] = all.flatMap(({ profileKeys }) => profileKeys)
