import { PROFILE_KEYS } from '../config/profile-keys.ts'
import { sourceKeys } from '../sources/index.ts'

/**
 * The profile keys that AWS's tools, aws-vault and the tools that write temporary keys read.
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html
 * https://docs.aws.amazon.com/cli/latest/topic/config-vars.html
 */
export const knownProfileKeys: ReadonlySet<string> = new Set([
  ...PROFILE_KEYS,
  ...sourceKeys,
  'account_id_endpoint_mode',
  'api_versions',
  'auth_scheme_preference',
  'aws_expiration',
  'cli_auto_prompt',
  'cli_binary_format',
  'cli_error_format',
  'cli_follow_urlparam',
  'cli_help_output',
  'cli_history',
  'cli_hide_login_message',
  'cli_pager',
  'cli_timestamp_format',
  'chained_from_profile',
  'chain_credentials',
  'cloudwatch',
  'csm_client_id',
  'csm_enabled',
  'csm_host',
  'csm_port',
  'defaults_mode',
  'disable_request_compression',
  'dynamodb',
  'ec2_metadata_service_endpoint',
  'ec2_metadata_service_endpoint_mode',
  'ec2_metadata_v1_disabled',
  'endpoint_discovery_enabled',
  'expiration',
  'metadata_service_num_attempts',
  'metadata_service_timeout',
  'parameter_validation',
  'parent_profile',
  'plugins',
  'request_checksum_calculation',
  'request_min_compression_size_bytes',
  'response_checksum_validation',
  's3',
  's3_disable_multiregion_access_points',
  's3_us_east_1_regional_endpoint',
  's3_use_arn_region',
  's3api',
  'sdk_ua_app_id',
  'sigv4a_signing_region_set',
  'sso_auto_populated',
  'sso_registration_scopes',
  'tcp_keepalive',
  'user_agent_appid',
  'x_principal_arn',
  'x_security_token_expires',
])

/** The keys of an sso-session section. */
export const knownSsoSessionKeys: ReadonlySet<string> = new Set([
  'sso_region',
  'sso_registration_scopes',
  'sso_start_url',
])
