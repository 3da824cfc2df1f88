import { type Profile, placeOf, text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import { findProfile, noProfile, refuseTeamKeys } from '../find-profile.ts'
import type { Source } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { withKnownKeys } from './process-keys.ts'
import { ProfileLoop } from './profile-loop.ts'

/** The roles that lead to a profile, and the source of the first credentials. */
export interface Chain {
  readonly source: Source
  /** The roles in the order in which they are assumed. The requested profile is the last. */
  readonly roles: readonly Profile[]
}

/**
 * Follows `source_profile` as botocore's AssumeRoleProvider does. The requested profile assumes its
 * role even if it has keys of its own. In a source profile the keys take precedence over the role.
 *
 * @throws AssumeError for a loop (shown as a path), a missing source or one without credentials.
 */
export function chainOf(profile: Profile, inputs: PlanInputs): Chain {
  const roles: Profile[] = []
  let current = profile
  refuseTeamKeys(current)
  while (isRole(current)) {
    roles.unshift(current)
    const next = sourceProfile(current, inputs)
    if (typeof next === 'object' && 'kind' in next) return { source: next, roles }
    refuseTeamKeys(next)
    if (hasStaticKeys(next)) return { source: sourceOf(next, inputs, current), roles }
    if (roles.includes(next)) throw loop([...roles].reverse(), next)
    current = next
  }
  return { source: sourceOf(current, inputs, roles[0]), roles }
}

const isRole = (profile: Profile) =>
  text(profile, 'role_arn') !== undefined && text(profile, 'web_identity_token_file') === undefined

/** True if the profile contains keys of its own. */
export const hasStaticKeys = (profile: Profile) =>
  text(profile, 'aws_access_key_id') !== undefined ||
  text(profile, 'aws_secret_access_key') !== undefined

function sourceProfile(profile: Profile, inputs: PlanInputs): Profile | Source {
  const source = text(profile, 'source_profile')
  const credentialSource = text(profile, 'credential_source')
  const name = profile.name
  if (source !== undefined && credentialSource !== undefined) {
    throw new AssumeError(
      `profile "${name}" has both source_profile and credential_source (${placeOf(profile)})`,
      ['delete one of them'],
    )
  }
  if (source !== undefined) {
    const found = findProfile(source, inputs)
    if (found) return found
    const place = placeOf(profile, 'source_profile')
    throw noProfile(source, inputs, `source_profile of "${name}" (${place}) is "${source}", which`)
  }
  if (credentialSource !== undefined) return sourceCalled(credentialSource, profile, inputs)
  throw new AssumeError(
    `profile "${name}" has a role_arn, but no source_profile whose keys may assume it (${placeOf(profile)})`,
    [
      profile.name !== 'default' && findProfile('default', inputs)
        ? 'add a line to it: source_profile = default'
        : 'add a line to it: source_profile, with the name of the profile that has those keys',
    ],
  )
}

/** The AWS CLI compares `credential_source` case-sensitively. */
function sourceCalled(word: string, profile: Profile, inputs: PlanInputs): Source {
  const named = inputs.credentialSources.find((each) => each.word === word)
  if (!named) throw unknownSource(word, profile, inputs)
  const source = named.find(inputs.env)
  if (source) return source
  const { place, none } = named
  throw new AssumeError(
    `profile "${profile.name}" takes its keys from ${place}, ${none.why}`,
    none.hints,
  )
}

function unknownSource(word: string, profile: Profile, inputs: PlanInputs): AssumeError {
  const words = inputs.credentialSources.map((each) => each.word)
  return new AssumeError(
    `credential_source of "${profile.name}" (${placeOf(profile, 'credential_source')}) is "${word}"`,
    [`it can be ${words.slice(0, -1).join(', ')} or ${words.at(-1)}, in exactly this spelling`],
  )
}

function sourceOf(profile: Profile, inputs: PlanInputs, from: Profile | undefined): Source {
  for (const recogniser of inputs.sources) {
    const source = recogniser.find(profile, inputs.profiles)
    if (source) return withKnownKeys(source, profile, inputs)
  }
  const whose = from ? `, the source_profile of "${from.name}",` : ''
  throw new AssumeError(
    `profile "${profile.name}"${whose} has no credentials (${placeOf(profile)})`,
    [
      'it needs aws_access_key_id and aws_secret_access_key, or role_arn and source_profile',
      // A profile that names another source does not have its keys in aws-vault.
      ...(text(profile, 'credential_source') === undefined ? [inVault(profile)] : []),
    ],
  )
}

/** A profile with only an `mfa_serial` or a region often belongs to aws-vault. */
const inVault = ({ name }: Profile) =>
  `if aws-vault keeps its keys: credential_process = aws-vault export --format=json ${shellWord(name)}`

function loop(path: readonly Profile[], back: Profile): ProfileLoop {
  const names = path.slice(path.indexOf(back)).map(({ name }) => name)
  return new ProfileLoop(
    'source_profile',
    names,
    `let one of them name a profile with keys: ${placeOf(path.at(-1) ?? back, 'source_profile')}`,
  )
}
