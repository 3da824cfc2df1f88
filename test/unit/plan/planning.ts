import type { Profiles } from '../../../src/config/profile.ts'
import { readProfiles } from '../../../src/config/read-profiles.ts'
import type { FileText } from '../../../src/config/regular-text.ts'
import { dangerPatterns } from '../../../src/config/settings/danger-patterns.ts'
import { fileSettings } from '../../../src/config/settings/file-settings.ts'
import type { Guard, Settings } from '../../../src/config/settings/settings.ts'
import type { Environment } from '../../../src/model/context.ts'
import { AssumeError } from '../../../src/model/errors.ts'
import type { Interaction } from '../../../src/model/interaction.ts'
import type { CallerIdentity } from '../../../src/plan/facts.ts'
import { type LearnedFacts, nothingLearned } from '../../../src/plan/learned-facts.ts'
import { makePlan } from '../../../src/plan/make-plan.ts'
import type { TargetOptions } from '../../../src/plan/options/target-options.ts'
import type { PlanInputs } from '../../../src/plan/plan-inputs.ts'
import { targetOf } from '../../../src/plan/request.ts'
import { SsoIndex } from '../../../src/plan/sso/sso-index.ts'
import { environment } from '../../../src/sources/environment.ts'
import { credentialSources, profileSources } from '../../../src/sources/index.ts'
import { noTerminal } from '../../support/in-process/no-terminal.ts'

/** An access key ID of account 123456789012, one without an account, and one of a session. */
export const telling = 'AKIARZPUZDIKGM3YQ6M3'
export const silent = 'AKIAIOSFODNN7EXAMPLE'
export const temporary = 'ASIARZPUZDIKGM3YQ6M3'

export const keys = (id: string, ...more: string[]) =>
  [`aws_access_key_id = ${id}`, 'aws_secret_access_key = s', ...more, ''].join('\n')

export const arn = (name: string, account = '123456789012') =>
  `arn:aws:iam::${account}:role/${name}`

/** An interaction without output and without a terminal. */
export const silentInteraction: Interaction = {
  report: { note() {}, progress() {}, warning() {}, debug() {}, async passOn() {} },
  noInput: true,
  terminal: noTerminal,
  now: () => new Date(),
  interrupted: new AbortController().signal,
}

export const noSettings: Settings = {
  file: '~/.config/assume/config',
  files: [],
  guards: [],
  warnings: [],
}

/** The settings with a value in a settings file with this text. */
export function settingsIn(text: string): Partial<Settings> {
  return fileSettings(text, noSettings.file, '/home/bob').values
}

/** Guards of a settings file whose danger line has this value. */
export const guarding = (danger: string, accounts: Guard['accounts'] = new Map()): Guard => ({
  patterns: dangerPatterns({ raw: danger, file: noSettings.file, line: 1 }).patterns,
  accounts,
})

interface Circumstances {
  readonly config?: string
  readonly credentials?: string
  readonly env?: Environment
  readonly settings?: Partial<Settings>
  /** The files that can contain a session policy, by path. */
  readonly files?: Readonly<Record<string, FileText>>
  /** The caller identities that AWS has returned, by access key ID. */
  readonly identities?: Readonly<Record<string, CallerIdentity>>
  /** The MFA devices that IAM has returned, by access key ID. By default none. */
  readonly devices?: Readonly<Record<string, string | undefined>>
  /** The MaxSessionDuration of each role, by ARN. */
  readonly maxima?: Readonly<Record<string, number | undefined>>
  readonly memory?: Partial<LearnedFacts>
}

const untold = { [telling]: undefined, [silent]: undefined }

export function planInputsOf(circumstances: Circumstances): PlanInputs {
  const {
    config,
    credentials,
    env = {},
    settings,
    identities = {},
    devices = untold,
    maxima = {},
    files = {},
    memory,
  } = circumstances
  return {
    profiles: profilesIn(config, credentials),
    settings: { ...noSettings, ...settings },
    env,
    isBeforeKnown: true,
    environmentSource: () => environment.find(env),
    sources: profileSources,
    credentialSources,
    rememberedSessions: () => new Map(),
    ssoIndex: () => new SsoIndex(''),
    loginName: () => 'login',
    learned: { ...nothingLearned, ...memory },
    userPath: (path) => path.replace(/^~(?=\/|$)/, '/home/bob'),
    policyFile: (path) => files[path] ?? { complaint: 'does not exist' },
    facts: {
      callerIdentities: new Map(Object.entries(identities)),
      mfaDevices: new Map(Object.entries(devices)),
      roleMaxima: new Map(Object.entries(maxima)),
      ssoAccounts: new Map(),
      processKeys: new Map(),
    },
  }
}

/** Some tests make thousands of plans with the same files. */
function profilesIn(config: string | undefined, credentials: string | undefined): Profiles {
  const key = JSON.stringify([config, credentials])
  const known = knownProfiles.get(key)
  if (known) return known
  const profiles = readProfiles({
    ...(config !== undefined && { config: { file: '~/.aws/config', text: config } }),
    ...(credentials !== undefined && {
      credentials: { file: '~/.aws/credentials', text: credentials },
    }),
  })
  knownProfiles.set(key, profiles)
  return profiles
}

const knownProfiles = new Map<string, Profiles>()

export interface Asked extends Circumstances {
  readonly options?: TargetOptions
  readonly needsMfa?: true
}

/** Parses the words of a command line. The last word can be an MFA code. */
export function plan(line: string, { options = {}, needsMfa, ...circumstances }: Asked) {
  const words = line.split(' ')
  const target = targetOf({ words, profile: undefined, tokenCode: undefined })
  return makePlan(
    { ...target, options, ...(needsMfa && { needsMfa }) },
    planInputsOf(circumstances),
  )
}

/** Returns the exit status and message of the error. */
export function failure(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof AssumeError) return `${error.exitCode} ${error.message}`
    throw error
  }
  throw new Error('it did not fail')
}
