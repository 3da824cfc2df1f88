import { type Profile, placeOf, text } from '../../config/profile.ts'
import { invalidValue } from '../../model/values/invalid-value.ts'
import type { ProcessKeys } from '../facts.ts'
import { findProfile } from '../find-profile.ts'
import type { Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'

export const processKind = 'credential-process'

export const kindOfKeys = ({ sessionToken }: { readonly sessionToken?: string }): ProcessKeys =>
  sessionToken === undefined ? 'user' : 'temporary'

/**
 * Adds the kind of keys to a source. The answer of this run takes precedence over the profile, and
 * the profile over the last run of the same command line. Otherwise the kind is unsure.
 */
export function withKnownKeys(source: Source, profile: Profile, inputs: PlanInputs): Source {
  if (source.kind !== processKind) return source
  const { facts, learned } = inputs
  const known =
    facts.processKeys.get(source.identity) ?? said(profile) ?? learned.ofKeys(source).processKeys
  return known === undefined
    ? { ...source, isUnsure: true }
    : { ...source, isLongTerm: known === 'user' }
}

/**
 * Returns true if a request without a role needs a user session. The keys themselves may be of
 * either kind.
 */
export function wantsUserSession(
  request: Request,
  { profile: name }: Source,
  inputs: PlanInputs,
): boolean {
  const { code, console, options } = request
  if (code !== undefined || console || options.serialNumber !== undefined) return true
  const profile = name === undefined ? undefined : findProfile(name, inputs)
  return profile !== undefined && Boolean(text(profile, 'mfa_serial'))
}

/** @throws AssumeError for an invalid value. */
function said(profile: Profile): ProcessKeys | undefined {
  const word = text(profile, 'process_keys')
  if (word === undefined || word === 'user' || word === 'temporary') return word
  throw invalidValue(
    `${placeOf(profile, 'process_keys')}, process_keys`,
    `"${word}" is neither user nor temporary`,
    ['without the line the answer of the program decides'],
  )
}
