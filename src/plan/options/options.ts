import { longestAnywhere, wantedDuration } from '../../model/values/duration.ts'
import { optionRegion } from '../endpoint/regions.ts'
import type { OptionRecord } from './option.ts'

const tagRefusals = {
  ssoRole: 'AWS takes the tags from your sign-in',
  userKeys: 'only a role session has tags',
  webIdentity: 'AssumeRoleWithWebIdentity does not support it',
  federation: 'only a role session has tags',
}

/**
 * The options of a target. Each key is the name of the field in a command and in a request. A command
 * declares the options that it takes with `optionField`.
 */
export const optionTable = {
  noInput: {
    name: '--no-input',
    help: 'never ask; exit with status 3 instead',
    isForFastPath: true,
  },
  yes: {
    name: '--yes',
    help: 'do not ask to confirm targets that the setting danger lists',
    isForFastPath: true,
  },
  quiet: { name: '--quiet', help: 'print errors only', isForFastPath: true },
  debug: { name: '--debug', help: 'print each step (secrets are never printed)' },
  profile: {
    name: '--profile',
    short: '-p',
    metavariable: 'PROFILE',
    completes: 'profile',
    help: 'the profile, if its name is also a command: assume -p list',
  },
  sourceProfile: {
    name: '--source-profile',
    metavariable: 'PROFILE',
    completes: 'profile',
    help: 'profile whose credentials are used to assume ROLE_ARN',
    request: 'another session',
  },
  ssoSession: {
    name: '--sso-session',
    metavariable: 'NAME',
    help: 'the [sso-session] to use for ACCOUNT:ROLE, if there are several',
    request: 'another session',
  },
  region: {
    name: '--region',
    short: '-r',
    metavariable: 'REGION',
    completes: 'region',
    help: 'region of the session and of STS',
    parse: optionRegion,
    request: 'same session',
  },
  duration: {
    name: '--duration',
    short: '-d',
    metavariable: 'TIME',
    help: 'how long the session lasts: seconds, 90m, 12h, or max',
    parse: (text: string) => wantedDuration(text, '--duration', longestAnywhere),
    request: 'another session',
    refusedBy: { ssoRole: 'the permission set decides how long the session lasts' },
  },
  sessionName: {
    name: '--session-name',
    metavariable: 'NAME',
    help: 'role session name, shown in CloudTrail',
    request: 'another session',
    refusedBy: {
      ssoRole: 'AWS takes the name from your sign-in',
      userKeys: 'only a role session has a name',
      federation: 'only a role session has a name',
    },
  },
  externalId: {
    name: '--external-id',
    metavariable: 'ID',
    help: "external ID that the role's trust policy requires",
    request: 'another session',
    refusedBy: {
      ssoRole: 'IAM Identity Center does not use it',
      userKeys: 'only a role can require one',
      webIdentity: 'AssumeRoleWithWebIdentity does not support it',
      federation: 'only a role can require one',
    },
  },
  serialNumber: {
    name: '--serial-number',
    metavariable: 'ARN',
    help: 'ARN of the MFA device',
    request: 'another session',
    refusedBy: {
      ssoRole: 'the sign-in itself asks for MFA',
      webIdentity: 'AssumeRoleWithWebIdentity does not support it',
      federation: 'AWS accepts no MFA code for this session',
    },
  },
  policy: {
    name: '--policy',
    metavariable: 'JSON|FILE',
    completes: 'file',
    help: 'session policy (JSON or a file) that limits what the session may do',
    request: 'another session',
    refusedBy: {
      ssoRole: 'the permission set decides what the session may do',
      userKeys: 'only a role session can be limited',
    },
  },
  policyArns: {
    name: '--policy-arn',
    metavariable: 'ARN',
    isRepeatable: true,
    help: 'managed policy to use as a session policy; can be repeated',
    request: 'another session',
    refusedBy: {
      ssoRole: 'the permission set decides what the session may do',
      userKeys: 'only a role session can be limited',
    },
  },
  tags: {
    name: '--tag',
    metavariable: 'KEY=VALUE',
    isRepeatable: true,
    help: 'session tag; can be repeated',
    request: 'another session',
    refusedBy: tagRefusals,
  },
  transitiveTags: {
    name: '--transitive-tag',
    metavariable: 'KEY',
    isRepeatable: true,
    help: 'key of a tag that is passed on in role chaining; can be repeated',
    request: 'another session',
    refusedBy: tagRefusals,
  },
  sourceIdentity: {
    name: '--source-identity',
    metavariable: 'NAME',
    help: 'source identity, passed on in role chaining and shown in CloudTrail',
    request: 'another session',
    refusedBy: {
      ssoRole: 'AWS takes the name from your sign-in',
      userKeys: 'only a role session has a source identity',
      webIdentity: 'AssumeRoleWithWebIdentity does not support it',
      federation: 'only a role session has a source identity',
    },
  },
  tokenCode: {
    name: '--token-code',
    metavariable: 'CODE',
    help: 'six-digit code of the MFA device',
    isOmittedFromHints: true,
    refusedBy: {
      ssoRole: 'the sign-in itself asks for MFA',
      federation: 'AWS accepts no MFA code for this session',
    },
  },
  allowHttpEndpoint: {
    name: '--allow-http-endpoint',
    help: 'allow an endpoint without encryption',
    request: 'same session',
  },
  refresh: {
    name: '--refresh',
    help: 'get a new session, even if one is cached',
    request: 'same session',
  },
  cached: {
    name: '--cached',
    help: 'use a cached session only: call nothing, ask nothing',
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
