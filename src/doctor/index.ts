import { awsFiles } from './aws-files.ts'
import { cache } from './cache.ts'
import { callerIdentity } from './caller-identity.ts'
import type { Check } from './check-context.ts'
import { clock } from './clock.ts'
import { dns } from './dns.ts'
import { fileWarnings } from './file-warnings.ts'
import { keyAge } from './key-age.ts'
import { keysInConfig } from './keys-in-config.ts'
import { locks } from './locks.ts'
import { loginCache } from './login-cache.ts'
import { mfaDevices } from './mfa-devices.ts'
import { mfaSerials } from './mfa-serials.ts'
import { misspeltKeys } from './misspelt-keys.ts'
import { node } from './node.ts'
import { otherAssume } from './other-assume.ts'
import { profiles } from './profiles.ts'
import { promptTheme } from './prompt-theme.ts'
import { proxyAndCertificates } from './proxy-and-certificates.ts'
import { session } from './session.ts'
import { settings } from './settings.ts'
import { ssoTokens } from './sso-tokens.ts'
import { sts } from './sts.ts'
import { unusedParts } from './unused-parts.ts'
import { variables } from './variables.ts'
import { wrapper } from './wrapper.ts'

/** What is looked at, in this order. */
export const checks: readonly Check[] = [
  node,
  wrapper,
  otherAssume,
  promptTheme,
  settings,
  awsFiles,
  fileWarnings,
  misspeltKeys,
  keysInConfig,
  profiles,
  unusedParts,
  mfaSerials,
  variables,
  session,
  cache,
  locks,
  ssoTokens,
  loginCache,
  proxyAndCertificates,
  dns,
  sts,
  clock,
  callerIdentity,
  mfaDevices,
  keyAge,
]
