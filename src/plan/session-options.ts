import type { TargetOptions } from './request.ts'

/** An option of the command line: its long name and the kind of its value. */
export interface SessionOption {
  readonly name: string
  readonly takes: 'nothing' | 'a value' | 'values'
}

/**
 * The options that change a session. The type makes the list complete. A test compares the names
 * with the command line.
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
