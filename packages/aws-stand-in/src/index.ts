/** An AWS stand-in for tests: everything that another program may use of it. */

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
export type { MetadataFault, MetadataStep } from './http/send-answer.ts'
export type { Condition } from './iam/evaluation/conditions.ts'
export type { PolicyDocument } from './iam/evaluation/policy.ts'
export { type DemoMetadata, type MetadataOptions, startDemoMetadata } from './metadata/metadata.ts'
export { type DemoAws, type DemoOptions, startDemoAws } from './query/aws.ts'
export { violationsOf } from './service-model/violations.ts'
export { type DemoSignIn, startDemoSignIn } from './sign-in/aws-sign-in.ts'
export type { LoginCache, LoginOptions } from './sign-in/aws-sign-in-desk.ts'
export type { OidcStep } from './sso/oidc-respond.ts'
export {
  openSsoDirectory,
  reservedRole,
  type SsoAccount,
  type SsoDirectory,
  type SsoWorld,
} from './sso/sso-directory.ts'
export { type DemoSsoOidc, startDemoSsoOidc } from './sso/sso-oidc.ts'
export { type DemoSsoPortal, startDemoSsoPortal } from './sso/sso-portal.ts'
export { secretAccessKey, uniqueId, untellingId } from './state/access-key-id.ts'
export { base32 } from './state/base32.ts'
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
export { type Claims, type OidcProvider, oidcProviderArn, webIdentityToken } from './sts/oidc.ts'
