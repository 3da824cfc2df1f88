import { longestAnywhere, wantedDuration } from '../../model/values/duration.ts'
import { optionRegion } from '../endpoint/regions.ts'
import type { OptionRecord } from './option.ts'

const tagRefusals = {
  ssoRole: 'it has those of who has signed in',
  userKeys: 'only a role session has tags',
  webIdentity: 'AssumeRoleWithWebIdentity takes none',
  federation: 'only a role session has tags',
}

/**
 * The options of a target. Each key is the name of the field in a command and in a request. A command
 * declares the options that it takes with `optionField`.
 */
export const optionTable = {
  noInput: {
    name: '--no-input',
    help: 'ask nothing; exit 3 instead',
    isForFastPath: true,
  },
  yes: {
    name: '--yes',
    help: 'go on where the setting danger wants the role’s name typed',
    isForFastPath: true,
  },
  quiet: { name: '--quiet', help: 'say nothing but errors', isForFastPath: true },
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
    refusedBy: tagRefusals,
  },
  transitiveTags: {
    name: '--transitive-tag',
    metavariable: 'KEY',
    isRepeatable: true,
    help: 'key of a tag that goes on to the next role; may be repeated',
    request: 'another session',
    refusedBy: tagRefusals,
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
    isForFastPath: true,
  },
} as const satisfies Readonly<Record<string, OptionRecord>>

export type Options = typeof optionTable

/** The fields and records in the order of the help. */
export const optionEntries = Object.entries(optionTable) as unknown as readonly (readonly [
  field: keyof Options,
  record: OptionRecord,
])[]
