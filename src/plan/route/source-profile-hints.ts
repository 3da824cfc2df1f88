import { text } from '../../config/profile.ts'
import { shellWord } from '../../formats/posix.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { accountOfKey } from '../values/account-of-key.ts'
import { accountOfArn } from '../values/arn.ts'
import { hasStaticKeys } from './chain.ts'

/** The most names that a hint lists. */
const mostNames = 12

/** How to name the profile whose keys assume a bare role ARN: first those of the role's account. */
export function sourceProfileHints(roleArn: string, { profiles }: PlanInputs): readonly string[] {
  const account = accountOfArn(roleArn)
  const isOfAccount = (name: string) => {
    const profile = profiles.profiles.get(name)
    return profile && accountOfKey(text(profile, 'aws_access_key_id') ?? '') === account ? 0 : 1
  }
  const names = [...profiles.profiles.values()]
    .filter(hasStaticKeys)
    .map(({ name }) => name)
    .sort((one, other) => isOfAccount(one) - isOfAccount(other))
  const [first, ...others] = names
  if (first === undefined) return ['no profile has keys yet; to add them: aws configure']
  const more = others.length - mostNames
  const listed = others.slice(0, mostNames).join(', ')
  return [
    `to use the keys of the profile "${first}": assume --source-profile ${shellWord(first)} ${shellWord(roleArn)}`,
    ...(others.length > 0
      ? [`other profiles with keys: ${listed}${more > 0 ? ` and ${more} more` : ''}`]
      : []),
  ]
}
