/**
 * Values that aws-vault's `include_profile` copies. It never copies the keys of a user, which
 * aws-vault stores elsewhere.
 */
const INCLUDED_WORDS = [
  'duration_seconds',
  'endpoint_url',
  'external_id',
  'mfa_serial',
  'process_keys',
  'region',
  'role_arn',
  'role_session_name',
  'session_tags',
  'source_identity',
  'source_profile',
  'sso_account_id',
  'sso_region',
  'sso_role_name',
  'sso_session',
  'sso_start_url',
  'transitive_session_tags',
  'web_identity_token_file',
]

const COMMAND_KEYS = ['credential_process', 'mfa_process']

/** Profile keys whose values are words and not commands. The AWS CLI does not remove quotes around them. */
export const WORD_KEYS: ReadonlySet<string> = new Set([
  ...INCLUDED_WORDS,
  'aws_access_key_id',
  'aws_account_id',
  'aws_secret_access_key',
  'aws_security_token',
  'aws_session_token',
  'ca_bundle',
  'credential_source',
  'ignore_configured_endpoint_urls',
  'include_profile',
  'login_session',
  'max_attempts',
  'output',
  'policy',
  'policy_arns',
  'retry_mode',
  'services',
  'sts_regional_endpoints',
  'use_dualstack_endpoint',
  'use_fips_endpoint',
])

/** The keys that a profile takes from the profile it includes. */
export const INCLUDED_KEYS: ReadonlySet<string> = new Set([...INCLUDED_WORDS, ...COMMAND_KEYS])

/** Keys that identify a section as a profile or an SSO session. */
export const PROFILE_KEYS: ReadonlySet<string> = new Set([
  ...WORD_KEYS,
  ...COMMAND_KEYS,
  'source_arn',
])

/**
 * Returns true for keys whose values can never contain ` #` or ` ;`, so that these always begin a
 * comment.
 */
export function cannotHoldComment(key: string): boolean {
  return COMMENTED_KEYS.has(key) || /^(granted_)?sso_/.test(key)
}

const COMMENTED_KEYS: ReadonlySet<string> = new Set([
  'credential_source',
  'duration_seconds',
  'external_id',
  'include_profile',
  'mfa_serial',
  'policy_arns',
  'process_keys',
  'region',
  'role_arn',
  'role_session_name',
  'session_tags',
  'source_identity',
  'source_profile',
  'transitive_session_tags',
])

/**
 * Keys that only assume and aws-vault read. No other tool reports a typing error in them, and a
 * session policy that is not read gives more permissions than intended.
 */
export const SESSION_KEYS = [
  'policy',
  'policy_arns',
  'process_keys',
  'session_tags',
  'source_identity',
  'transitive_session_tags',
] as const

/** Keys with secret values of AWS. */
export const CREDENTIAL_KEYS: ReadonlySet<string> = new Set([
  'aws_secret_access_key',
  'aws_security_token',
  'aws_session_token',
])

/** Keys whose values assume does not print without a request, not even in part. */
export const SECRET_KEYS: ReadonlySet<string> = new Set([
  ...CREDENTIAL_KEYS,
  'aws_access_key_id',
  'external_id',
])
