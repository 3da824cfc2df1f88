import { alter, type Fault } from 'aws-stand-in'
import { demoRole } from '../../../src/demo/fixture.ts'

/** A command line of assume that fails, and its error message. */
export interface Failure {
  readonly words: string
  readonly status: number
  readonly says: RegExp
  /** Matches the hint with the next step. */
  readonly hint: RegExp
  readonly env?: Readonly<Record<string, string>>
  readonly fault?: Fault
}

/** The failure with a fault comes first, since the stand-in applies the fault to the first call of STS. */
export const failures: Readonly<Record<string, Failure>> = {
  'an answer that no shell can hold': {
    // The duration differs from that of the active session, which assume would return otherwise.
    words: 'plain --duration 20m',
    fault: alter({ AccessKeyId: "AKIA'; touch canary;\n'$(touch canary)" }),
    status: 1,
    says: /^assume: .* failed: AccessKeyId in the answer holds a line feed/,
    hint: /endpoint/,
  },
  'a wrong code': {
    words: `Bob ${demoRole.name} 654321`,
    status: 1,
    says: /^assume: GetSessionToken for \S+ failed: .*invalid MFA one time pass code/,
    hint: /try again with the next one/,
  },
  'a wrong profile': {
    words: 'plian',
    status: 2,
    says: /^assume: there is no profile or command "plian"/,
    hint: /plain/,
  },
  'a denied role': {
    words: 'Alice demo-no-mfa-role',
    status: 1,
    says: /^assume: AssumeRole of \S+ failed: User: \S+user\/Alice is not authorized/,
    hint: /trust policy/,
  },
  'a dead server': {
    words: 'ireland',
    env: { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' },
    status: 1,
    says: /^assume: .*127\.0\.0\.1:1\b/,
    hint: /\w/,
  },
  'a code that is missing, and nobody to ask': {
    words: `Bob ${demoRole.name} --serial-number arn:aws:iam::123456789012:mfa/Bob`,
    status: 3,
    says: /^assume: a code of the MFA device .* is needed, and there is no terminal/,
    hint: /--token-code/,
  },
  'a wrong duration': {
    words: 'plain --duration soon',
    status: 2,
    says: /^assume: .*--duration/,
    hint: /90m/,
  },
}
