import type { Check } from './check-context.ts'
import { awsFiles } from './checks/aws-files.ts'
import { cache } from './checks/cache.ts'
import { fileWarnings } from './checks/file-warnings.ts'
import { keysInConfig } from './checks/keys-in-config.ts'
import { locks } from './checks/locks.ts'
import { loginCache } from './checks/login-cache.ts'
import { mfaSerials } from './checks/mfa-serials.ts'
import { misspeltKeys } from './checks/misspelt-keys.ts'
import { node } from './checks/node.ts'
import { callerIdentity } from './checks/online/caller-identity.ts'
import { clock } from './checks/online/clock.ts'
import { dns } from './checks/online/dns.ts'
import { keyAge } from './checks/online/key-age.ts'
import { mfaDevices } from './checks/online/mfa-devices.ts'
import { sts } from './checks/online/sts.ts'
import { otherAssume } from './checks/other-assume.ts'
import { profiles } from './checks/profiles.ts'
import { promptTheme } from './checks/prompt-theme.ts'
import { proxyAndCertificates } from './checks/proxy-and-certificates.ts'
import { session } from './checks/session.ts'
import { settings } from './checks/settings.ts'
import { ssoTokens } from './checks/sso-tokens.ts'
import { unusedParts } from './checks/unused-parts.ts'
import { variables } from './checks/variables.ts'
import { wrapper } from './checks/wrapper.ts'

/** All checks, in the order of the output. */
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
