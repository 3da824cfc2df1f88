import { UsageError } from '../../model/errors.ts'
import { longestAnywhere, wantedDuration } from '../../model/values/duration.ts'
import { optionRegion } from '../endpoint/regions.ts'
import type { Given, OptionRecord, Parsed } from './option.ts'

/**
 * The options of a target. Each key is the name of the field in a command and in a request. A command
 * declares the options that it takes with `optionField`.
 */
export const optionTable = {
  noInput: { name: '--no-input', help: 'ask nothing; exit 3 instead' },
  yes: { name: '--yes', help: 'go on where the setting danger wants the role’s name typed' },
  quiet: { name: '--quiet', help: 'say nothing but errors' },
  debug: { name: '--debug', help: 'say each step, never a secret' },
  profile: {
    name: '--profile',
    short: '-p',
    metavariable: 'PROFILE',
    completes: 'profile',
    help: 'the target, where its name is a command',
  },
  sourceProfile: {
    name: '--source-profile',
    metavariable: 'PROFILE',
    completes: 'profile',
    help: 'profile whose keys take a role ARN',
    request: 'another session',
  },
  ssoSession: {
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'sign-in that gives ACCOUNT:ROLE, where there are several',
    request: 'another session',
  },
  region: {
    name: '--region',
    short: '-r',
    metavariable: 'REGION',
    completes: 'region',
    help: 'for the session and for STS',
    parse: optionRegion,
    request: 'same session',
  },
  duration: {
    name: '--duration',
    short: '-d',
    metavariable: 'DURATION',
    help: '3600, 90m, 12h, max',
    parse: (text: string) => wantedDuration(text, '--duration', longestAnywhere),
    request: 'another session',
    refusedBy: { ssoRole: 'its permission set says how long it lasts' },
  },
  sessionName: {
    name: '--session-name',
    metavariable: 'NAME',
    help: 'as CloudTrail shows it',
    request: 'another session',
    refusedBy: {
      ssoRole: 'it is named after who has signed in',
      userKeys: 'it names a role session',
      federation: 'it names a role session',
    },
  },
  externalId: {
    name: '--external-id',
    metavariable: 'ID',
    help: 'as the trust policy wants it',
    request: 'another session',
    refusedBy: {
      ssoRole: 'no trust policy is asked',
      userKeys: 'it is for roles',
      webIdentity: 'AssumeRoleWithWebIdentity takes none',
      federation: 'it is for roles',
    },
  },
  serialNumber: {
    name: '--serial-number',
    metavariable: 'ARN',
    help: 'ARN of the MFA device',
    request: 'another session',
    refusedBy: {
      ssoRole: 'MFA is asked for at the sign-in',
      webIdentity: 'AssumeRoleWithWebIdentity takes none',
      federation: 'AWS takes no code for the session that signs in',
    },
  },
  policy: {
    name: '--policy',
    metavariable: 'JSON|FILE',
    completes: 'file',
    help: 'session policy: what the role may still do, as JSON or a file',
    request: 'another session',
    refusedBy: {
      ssoRole: 'its permission set says what it may do',
      userKeys: 'it limits a role session',
    },
  },
  policyArns: {
    name: '--policy-arn',
    metavariable: 'ARN',
    isRepeatable: true,
    help: 'managed policy as a session policy; may be repeated',
    request: 'another session',
    refusedBy: {
      ssoRole: 'its permission set says what it may do',
      userKeys: 'it limits a role session',
    },
  },
  tags: {
    name: '--tag',
    metavariable: 'KEY=VALUE',
    isRepeatable: true,
    help: 'session tag; may be repeated',
    request: 'another session',
    refusedBy: {
      ssoRole: 'it has those of who has signed in',
      userKeys: 'only a role session has tags',
      webIdentity: 'AssumeRoleWithWebIdentity takes none',
      federation: 'only a role session has tags',
    },
  },
  transitiveTags: {
    name: '--transitive-tag',
    metavariable: 'KEY',
    isRepeatable: true,
    help: 'key of a tag that goes on to the next role; may be repeated',
    request: 'another session',
    refusedBy: {
      ssoRole: 'it has those of who has signed in',
      userKeys: 'only a role session has tags',
      webIdentity: 'AssumeRoleWithWebIdentity takes none',
      federation: 'only a role session has tags',
    },
  },
  sourceIdentity: {
    name: '--source-identity',
    metavariable: 'NAME',
    help: 'who it is, through all roles that follow',
    request: 'another session',
    refusedBy: {
      ssoRole: 'it is named after who has signed in',
      userKeys: 'only a role session has one',
      webIdentity: 'AssumeRoleWithWebIdentity takes none',
      federation: 'only a role session has one',
    },
  },
  tokenCode: {
    name: '--token-code',
    metavariable: 'CODE',
    help: 'the six digits it shows',
    isOmittedFromHints: true,
    refusedBy: {
      ssoRole: 'MFA is asked for at the sign-in',
      federation: 'AWS takes none for the session that signs in',
    },
  },
  allowHttpEndpoint: {
    name: '--allow-http-endpoint',
    help: 'call an endpoint that is not encrypted',
    request: 'same session',
  },
  refresh: {
    name: '--refresh',
    help: 'a new session, whatever is cached',
    request: 'same session',
  },
  cached: {
    name: '--cached',
    help: 'only what is cached: no call and no question',
    request: 'same session',
  },
} as const satisfies Readonly<Record<string, OptionRecord>>

type Options = typeof optionTable

type RequestField = {
  [F in keyof Options]: Options[F] extends { request: string } ? F : never
}[keyof Options]

/** The options of a request. Absent options have no property. */
export type TargetOptions = { readonly [F in RequestField]?: Parsed<Options[F]> }

/** The options of a target, as a command received them. */
export type GivenTargetOptions = { readonly [F in RequestField]: Given<Options[F]> }

/** The fields and records in the order of the help. */
export const optionEntries = Object.entries(optionTable) as unknown as readonly (readonly [
  field: keyof Options,
  record: OptionRecord,
])[]

/**
 * Converts the options of a command line into those of a request.
 *
 * @throws UsageError for an invalid value and for options that contradict each other.
 */
export function targetOptions(given: GivenTargetOptions): TargetOptions {
  if (given.refresh && given.cached) throw new UsageError('--refresh and --cached say the opposite')
  const parsed: Record<string, unknown> = {}
  for (const [field, { request, parse }] of optionEntries) {
    const value = request && given[field as RequestField]
    if (value === undefined || value === false) continue
    parsed[field] = parse ? parse(String(value)) : value
  }
  return parsed
}

/** Returns true if an option of a request selects another session than the same target without it. */
export const selectsAnotherSession = (options: TargetOptions): boolean =>
  optionEntries.some(([field, { request }]) => request === 'another session' && field in options)
