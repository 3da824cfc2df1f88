import type { Profile } from '../config/profile.ts'
import { AssumeError } from '../model/errors.ts'
import { nearest } from '../model/nearest.ts'
import type { PlanInputs } from './plan-inputs.ts'

export const findProfile = (name: string, inputs: PlanInputs): Profile | undefined =>
  inputs.profiles.profiles.get(name)

/**
 * @param subject the first words of the message: `profile "prod"`.
 * @throws AssumeError that names the searched files and suggests a similar name.
 */
export function profileNamed(name: string, inputs: PlanInputs, subject: string): Profile {
  const profile = findProfile(name, inputs)
  if (profile) return profile
  throw noProfile(name, inputs, subject)
}

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
  const { config, credentials } = inputs.profiles.files
  return [config, credentials].filter((file) => file !== undefined).join(' or ') || 'any file'
}

export function missingHints(name: string, inputs: PlanInputs): string[] {
  const names = [...inputs.profiles.profiles.keys()]
  const meant = nearest(name, names)
  if (meant !== undefined) return [`did you mean "${meant}"?`]
  if (names.length === 0) return ['there is no profile at all yet: aws configure']
  const shown = names.slice(0, 8)
  return [`profiles there: ${shown.join(', ')}${names.length > shown.length ? ' …' : ''}`]
}
