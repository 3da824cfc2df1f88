import type { Profile } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { firstSteps, noProfiles } from './first-steps.ts'
import type { PlanInputs } from './plan-inputs.ts'
import { similarNames } from './similar-names.ts'
import { accountsContaining } from './sso/stored-indexes.ts'
import { UnknownProfile } from './unknown-profile.ts'

export const findProfile = (name: string, inputs: PlanInputs): Profile | undefined =>
  inputs.profiles.profiles.get(name)

/** The profile that the command line names. @throws UnknownProfile if there is none. */
export function requestedProfile(name: string, inputs: PlanInputs): Profile {
  const profile = findProfile(name, inputs)
  if (!profile) throw unknownProfile(name, inputs)
  refuseTeamKeys(profile)
  return profile
}

/** @throws AssumeError for a profile with a key that is not honoured in a file of the setting `profiles`. */
export function refuseTeamKeys({ refused }: Profile): void {
  const [first] = refused ?? []
  if (!first) return
  const { key, file, line } = first
  throw new AssumeError(`${file}:${line}: ${key} is refused in a file of the setting profiles`, [
    `if you trust everybody who can change the file: trust_profiles = ${file}`,
  ])
}

/** @param meanings hints about what the word may mean. */
export function unknownProfile(
  name: string,
  inputs: PlanInputs,
  meanings: readonly string[] = [],
): UnknownProfile {
  const names = { profiles: namesIn(inputs), accounts: accountsContaining(name, inputs) }
  return new UnknownProfile(`profile "${name}" is not in ${filesOf(inputs)}`, name, names, {
    meanings,
    otherwise: howToFindProfile(inputs),
  })
}

/**
 * The error for a missing profile that a file or a variable names.
 *
 * @param subject the first words of the message: `AWS_PROFILE "prod"`.
 */
export const noProfile = (
  name: string,
  inputs: PlanInputs,
  subject: string,
  more: readonly string[] = [],
) =>
  new AssumeError(`${subject} is not in ${filesOf(inputs)}`, () => [
    ...more,
    ...missingHints(name, inputs),
  ])

/** `~/.aws/config or ~/.aws/credentials` */
export function filesOf(inputs: PlanInputs): string {
  const { files, team } = inputs.profiles
  const ofTeam = team?.files.map(({ file }) => file) ?? []
  const all = [files.config, files.credentials, ...ofTeam].filter((file) => file !== undefined)
  return all.join(' or ') || 'any file'
}

/** The names that a missing profile can stand for, or how to see or make profiles. */
export function missingHints(name: string, inputs: PlanInputs): readonly string[] {
  const names = namesIn(inputs)
  const similar = similarNames(name, names)
  return similar === undefined ? howToFindProfile(inputs) : [similar]
}

/** How to see the profiles, or to create the first one. */
export function howToFindProfile(inputs: PlanInputs): readonly string[] {
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = inputs.env
  const isElsewhere = AWS_CONFIG_FILE || AWS_SHARED_CREDENTIALS_FILE
  return [
    ...(namesIn(inputs).length === 0
      ? [`${noProfiles}; ${firstSteps[0]}`, ...firstSteps.slice(1)]
      : ['to see the profiles: assume list']),
    ...(isElsewhere ? [`profiles are read from ${filesOf(inputs)}`] : []),
  ]
}

export const namesIn = ({ profiles }: PlanInputs): readonly string[] => [
  ...profiles.profiles.keys(),
]
