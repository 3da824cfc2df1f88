/** The public interface of the AWS stand-in. */

export {
  alter,
  drop,
  type Fault,
  hang,
  internalFailure,
  raw,
  refuse,
  serviceUnavailable,
  slow,
  throttled,
} from './http/faults.ts'
export type { HttpFault, MetadataStep } from './http/send-response.ts'
export type { Condition } from './iam/evaluation/conditions.ts'
export type { PolicyDocument } from './iam/evaluation/policy.ts'
export {
  type MetadataServer,
  type MetadataServerOptions,
  startMetadataServer,
} from './metadata/metadata-server.ts'
export {
  type Organization,
  type OrganizationAccount,
  type OrganizationalUnit,
  organizationOf,
} from './organizations/organization.ts'
export { type AwsServer, type AwsServerOptions, startAwsServer } from './query/aws-server.ts'
export { violationsOf } from './service-model/violations.ts'
export { type SignInServer, startSignInServer } from './sign-in/sign-in-server.ts'
export type { LoginCache, LoginOptions } from './sign-in/sign-in-service.ts'
export type { OidcStep } from './sso/oidc-respond.ts'
export { type SsoOidcServer, startSsoOidcServer } from './sso/oidc-server.ts'
export { type SsoPortalServer, startSsoPortalServer } from './sso/portal-server.ts'
export { type OrganizationOptions, sampleOrganization } from './sso/sample-organization.ts'
export {
  openSsoDirectory,
  reservedRole,
  type SsoAccount,
  type SsoDirectory,
  type SsoWorld,
} from './sso/sso-directory.ts'
export { type StandIn, type StartOptions, start } from './stand-in.ts'
export { idWithoutAccount, secretAccessKey, uniqueId } from './state/access-key-id.ts'
export { base32 } from './state/base32.ts'
export type { StandInWorld } from './state/parse-world.ts'
export { totp } from './state/totp.ts'
export {
  type AccessKey,
  type MfaDevice,
  type Role,
  roleArn,
  rootArn,
  type User,
  userArn,
  type World,
} from './state/world.ts'
export type { ServiceSession } from './sts/issue-session.ts'
export {
  type Claims,
  type OidcProvider,
  oidcProviderArn,
  webIdentityToken,
} from './sts/web-identity-token.ts'
