import { type Profile, text } from '../config/profile.ts'
import { shellWord } from '../exports/posix.ts'
import { AssumeError } from '../model/errors.ts'
import { asNamed } from '../plan/as-named.ts'
import { makePlan } from '../plan/make-plan.ts'
import { nothingRemembered } from '../plan/memory.ts'
import { ProfileLoop } from '../plan/profile-loop.ts'
import type { World } from '../plan/world.ts'
import { type Finding, ok } from './finding.ts'
import type { Check } from './patient.ts'

/**
 * What keeps a profile from being taken, as far as files tell: sources that are missing, that loop or
 * have no keys, half sets, and values that cannot be. Found by planning each.
 */
export const profiles: Check = {
  title: 'profiles',
  look({ world }) {
    const named = { ...asNamed(world), memory: nothingRemembered }
    const loops = new Set<string>()
    const found = [...world.profiles.profiles.values()].flatMap((profile) => {
      const error = errorOf(profile, named)
      if (!error || isKnownLoop(error, loops)) return []
      // In [default] everybody keeps settings for all.
      if (isSettingsOnly(profile) && profile.name === 'default') return []
      return [finding(profile, error)]
    })
    return found.length > 0 ? oncePerText(found) : [ok('profiles', 'every profile leads to keys')]
  },
}

function errorOf({ name }: Profile, world: World): AssumeError | undefined {
  try {
    makePlan({ target: { kind: 'profile', profile: name }, options: {} }, world)
    return undefined
  } catch (error) {
    if (error instanceof AssumeError) return error
    throw error
  }
}

/** A loop is one mistake, however many profiles lead into it. */
function isKnownLoop(error: AssumeError, known: Set<string>): boolean {
  if (!(error instanceof ProfileLoop)) return false
  const loop = JSON.stringify([...error.names].sort())
  if (known.has(loop)) return true
  known.add(loop)
  return false
}

/** Hints are made when they are read, and of thousands few will be. */
function finding(profile: Profile, error: AssumeError): Finding & { readonly error: AssumeError } {
  const { file, line } = profile.header ?? [...profile.keys.values()][0] ?? {}
  const place = { ...(file !== undefined && { file }), ...(line !== undefined && { line }) }
  return isSettingsOnly(profile)
    ? {
        id: 'profile-without-credentials',
        severity: 'note',
        what: `profile "${profile.name}" has settings, but no credentials`,
        why: 'it serves those who have keys from elsewhere; assume cannot take it',
        mend: [`aws configure --profile ${shellWord(profile.name)}, or leave it as it is`],
        ...place,
        error,
      }
    : {
        id: 'profile-broken',
        severity: 'broken',
        what: error.message,
        why: `assume ${profile.name} cannot work, and AWS's tools fail with it too`,
        ...place,
        error,
      }
}

/** Nothing in it speaks of keys or roles. */
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

/** More mistakes than that have one cause. */
const mostHints = 50

function oncePerText(found: readonly (Finding & { readonly error: AssumeError })[]): Finding[] {
  const unique = new Map(found.map((each) => [each.what, each]))
  return [...unique.values()].map(({ error, ...each }, index) =>
    each.severity === 'broken' && index < mostHints ? { ...each, mend: error.hints } : each,
  )
}
