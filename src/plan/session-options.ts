import type { TargetOptions } from './request.ts'

/** An option of the command line: its long name, and what it takes. */
export interface SessionOption {
  readonly name: string
  readonly takes: 'nothing' | 'a value' | 'values'
}

/**
 * The options that change a session. One that is missing here does not compile, and one that has another
 * name than on the command line fails a test.
 */
export const sessionOptions: Readonly<Record<keyof TargetOptions, SessionOption>> = {
  sourceProfile: { name: '--source-profile', takes: 'a value' },
  ssoSession: { name: '--sso-session', takes: 'a value' },
  region: { name: '--region', takes: 'a value' },
  duration: { name: '--duration', takes: 'a value' },
  sessionName: { name: '--session-name', takes: 'a value' },
  externalId: { name: '--external-id', takes: 'a value' },
  serialNumber: { name: '--serial-number', takes: 'a value' },
  policy: { name: '--policy', takes: 'a value' },
  policyArns: { name: '--policy-arn', takes: 'values' },
  tags: { name: '--tag', takes: 'values' },
  transitiveTags: { name: '--transitive-tag', takes: 'values' },
  sourceIdentity: { name: '--source-identity', takes: 'a value' },
  allowHttpEndpoint: { name: '--allow-http-endpoint', takes: 'nothing' },
  refresh: { name: '--refresh', takes: 'nothing' },
  cached: { name: '--cached', takes: 'nothing' },
}
