import { AssumeError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Source } from '../plan/plan.ts'
import { chainOf } from '../plan/route/chain.ts'
import type { CheckContext } from './check-context.ts'

/** The profile that this shell selects. */
export const selectedProfile = ({ inputs: { env, profiles } }: CheckContext) =>
  profiles.profiles.get(env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default')

/** The keys in its files. No program runs and no question appears. */
export function writtenKeys(checkContext: CheckContext): Source | undefined {
  const profile = selectedProfile(checkContext)
  if (!profile) return undefined
  try {
    const { source } = chainOf(profile, checkContext.inputs)
    return source.kind === 'access-key' ? source : undefined
  } catch (error) {
    // Another check reports invalid profiles.
    if (error instanceof AssumeError) return undefined
    throw error
  }
}

/** An interaction that asks nothing. */
export const quietInteraction = ({
  report,
  context: { terminal, now, interrupted },
}: CheckContext): Interaction => ({
  report,
  noInput: true,
  now,
  terminal,
  interrupted,
})
