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
