import { type Profile, text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import type { AssumeError } from '../../model/errors.ts'
import { ProfileLoop } from '../../plan/route/profile-loop.ts'
import { inputsFromFiles, refusalsIn } from '../../sources/refused-profile.ts'
import { asAwsReads } from '../as-aws-reads.ts'
import type { Check } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'

/** Problems that make a profile unusable, as far as the files show them. */
export const profiles: Check = {
  title: 'profiles',
  look({ inputs, context }) {
    const files = inputsFromFiles(inputs)
    const refusalOf = refusalsIn(files, context.now())
    const refusalOfAws = once(() => refusalsIn(asAwsReads(files), context.now()))
    const loops = new Set<string>()
    const found = [...inputs.profiles.profiles.values()].flatMap((profile) => {
      const error = refusalOf(profile)
      if (!error || isKnownLoop(error, loops)) return []
      // [default] often contains only common settings.
      if (isSettingsOnly(profile) && profile.name === 'default') return []
      if (!refusalOf(profile, withHttp)) return [unencrypted(profile, error)]
      // AWS's tools do not read a team's files.
      const isShared = () =>
        profile.team === undefined && refusalOfAws()(profile, withHttp) !== undefined
      return [finding(profile, error, isShared)]
    })
    return found.length > 0
      ? oncePerText(found)
      : [ok('profiles', 'all profiles can get credentials')]
  },
}

/** AWS's tools call an http endpoint without a warning. */
const withHttp = { allowHttpEndpoint: true }

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** A loop is one mistake, even if many profiles lead to it. */
function isKnownLoop(error: AssumeError, known: Set<string>): boolean {
  if (!(error instanceof ProfileLoop)) return false
  const loop = JSON.stringify([...error.names].sort())
  if (known.has(loop)) return true
  known.add(loop)
  return false
}

type FailingProfile = Finding & { readonly error: AssumeError }

function placeOfProfile(profile: Profile): Pick<Finding, 'file' | 'line'> {
  const { file, line } = profile.header ?? [...profile.keys.values()][0] ?? {}
  return { ...(file !== undefined && { file }), ...(line !== undefined && { line }) }
}

const unencrypted = (profile: Profile, error: AssumeError): FailingProfile => ({
  id: 'endpoint-unencrypted',
  severity: 'warning',
  what: error.message,
  why: `assume ${profile.name} calls it only with --allow-http-endpoint; AWS's tools do without a word`,
  ...placeOfProfile(profile),
  error,
})

/**
 * The hints are created later, because only a few of thousands of findings need them.
 *
 * @param isShared whether AWS's tools also fail with the profile.
 */
function finding(profile: Profile, error: AssumeError, isShared: () => boolean): FailingProfile {
  const place = placeOfProfile(profile)
  return isSettingsOnly(profile)
    ? {
        id: 'profile-without-credentials',
        severity: 'note',
        what: `profile "${profile.name}" has settings, but no credentials`,
        why: 'it works with keys from elsewhere; assume cannot use it',
        hints: [`aws configure --profile ${shellWord(profile.name)}, or leave it as it is`],
        ...place,
        error,
      }
    : {
        id: 'profile-broken',
        severity: 'broken',
        what: error.message,
        why: isShared()
          ? `profile "${profile.name}" cannot work, in the AWS CLI either`
          : `assume cannot use profile "${profile.name}"; the AWS CLI does not read this part of it`,
        ...place,
        error,
      }
}

/** Returns true if the profile has no keys about credentials or roles. */
const isSettingsOnly = (profile: Profile) => !says.some((key) => text(profile, key) !== undefined)

const says = [
  'aws_access_key_id',
  'aws_secret_access_key',
  'credential_process',
  'credential_source',
  'login_session',
  'role_arn',
  'sso_account_id',
  'sso_role_name',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
]

/** The number of findings with hints. A larger number of findings has a common cause. */
const mostHints = 50

function oncePerText(found: readonly FailingProfile[]): Finding[] {
  const unique = new Map(found.map((each) => [each.what, each]))
  return [...unique.values()].map(({ error, ...each }, index) =>
    each.severity !== 'note' && index < mostHints ? { ...each, hints: error.hints } : each,
  )
}
