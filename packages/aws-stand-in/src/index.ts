/** An AWS stand-in for tests: everything that another program may use of it. */
export { secretAccessKey, uniqueId, untellingId } from './access-key-id.ts'
export { type DemoAws, type DemoOptions, startDemoAws } from './aws.ts'
export { type DemoSignIn, startDemoSignIn } from './aws-sign-in.ts'
export type { LoginCache, LoginOptions } from './aws-sign-in-desk.ts'
export { base32 } from './base32.ts'
export type { Condition } from './conditions.ts'
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
} from './faults.ts'
export { type DemoMetadata, type MetadataOptions, startDemoMetadata } from './metadata.ts'
export type { MetadataFault, MetadataStep } from './metadata-faults.ts'
export { type Claims, type OidcProvider, oidcProviderArn, webIdentityToken } from './oidc.ts'
export type { OidcStep } from './oidc-respond.ts'
export type { PolicyDocument } from './policy.ts'
export { violationsOf } from './service-model/violations.ts'
export type { ServiceSession } from './service-session.ts'
export {
  openSsoDirectory,
  reservedRole,
  type SsoAccount,
  type SsoDirectory,
  type SsoWorld,
} from './sso-directory.ts'
export { type DemoSsoOidc, startDemoSsoOidc } from './sso-oidc.ts'
export { type DemoSsoPortal, startDemoSsoPortal } from './sso-portal.ts'
export { totp } from './totp.ts'
export {
  type AccessKey,
  type MfaDevice,
  type Role,
  roleArn,
  rootArn,
  type User,
  userArn,
  type World,
} from './world.ts'
