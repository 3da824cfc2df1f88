/** Keys of a profile whose values are words, not commands. The AWS CLI keeps quotes around them. */
export const WORD_KEYS: ReadonlySet<string> = new Set([
  'aws_access_key_id',
  'aws_account_id',
  'aws_secret_access_key',
  'aws_security_token',
  'aws_session_token',
  'ca_bundle',
  'credential_source',
  'duration_seconds',
  'endpoint_url',
  'external_id',
  'ignore_configured_endpoint_urls',
  'include_profile',
  'login_session',
  'max_attempts',
  'mfa_serial',
  'output',
  'policy',
  'policy_arns',
  'region',
  'retry_mode',
  'role_arn',
  'role_session_name',
  'services',
  'session_tags',
  'source_identity',
  'source_profile',
  'sso_account_id',
  'sso_region',
  'sso_role_name',
  'sso_session',
  'sso_start_url',
  'sts_regional_endpoints',
  'transitive_session_tags',
  'use_dualstack_endpoint',
  'use_fips_endpoint',
  'web_identity_token_file',
])

/** Keys by which a section shows that it was meant as a profile, or as an SSO session. */
export const PROFILE_KEYS: ReadonlySet<string> = new Set([
  ...WORD_KEYS,
  'credential_process',
  'mfa_process',
  'source_arn',
])

/** Keys whose value can never hold ` #` or ` ;`, so that what follows one has to be a comment. */
export function cannotHoldComment(key: string): boolean {
  return COMMENTED_KEYS.has(key) || key.startsWith('sso_')
}

const COMMENTED_KEYS: ReadonlySet<string> = new Set([
  'credential_source',
  'duration_seconds',
  'external_id',
  'include_profile',
  'mfa_serial',
  'policy_arns',
  'region',
  'role_arn',
  'role_session_name',
  'session_tags',
  'source_identity',
  'source_profile',
  'transitive_session_tags',
])

/**
 * Keys that assume alone and aws-vault read. No other tool would say that one is mistyped, and a
 * session policy that is not read gives more rights than were meant.
 */
export const SESSION_KEYS = [
  'policy',
  'policy_arns',
  'session_tags',
  'source_identity',
  'transitive_session_tags',
] as const

/** Keys whose value is what AWS itself keeps secret. */
export const CREDENTIAL_KEYS: ReadonlySet<string> = new Set([
  'aws_secret_access_key',
  'aws_security_token',
  'aws_session_token',
])

/** Keys whose value must not be printed unasked, nor a part of it. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  ...CREDENTIAL_KEYS,
  'aws_access_key_id',
  'external_id',
])
