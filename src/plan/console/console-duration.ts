import { UsageError } from '../../model/errors.ts'
import { checkedRoleDuration } from '../../model/values/duration.ts'
import type { Plan } from '../plan.ts'

/**
 * Checks the requested duration of a console session. AWS accepts a duration only for a role
 * session that long-term credentials or a token obtained. The session of GetFederationToken already
 * has its own duration. Without a requested duration the console session expires with the
 * credentials.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
 *
 * @param plan absent if the origin of the credentials is unknown.
 * @param seconds the requested duration.
 * @throws UsageError if AWS accepts no duration for these credentials.
 */
export function consoleDuration(
  plan: Pick<Plan, 'source' | 'steps'> | undefined,
  seconds: number | undefined,
): number | undefined {
  if (seconds === undefined || plan?.steps.at(-1)?.operation === 'GetFederationToken') {
    return undefined
  }
  const reason = plan
    ? reasonAgainst(plan)
    : 'assume does not know where the keys of this shell come from'
  if (reason === undefined) return checkedRoleDuration(seconds, '--duration')
  throw new UsageError(`--duration cannot be used here: ${reason}`, [
    'without it the console lasts as long as the session',
  ])
}

function reasonAgainst({ source, steps }: Pick<Plan, 'source' | 'steps'>): string | undefined {
  const [first, ...others] = steps
  // IAM Identity Center assumes the role itself, so its session is not chained.
  if (!first && source.sso) return undefined
  if (!first)
    return 'AWS accepts it only for a role that was assumed, and these keys are used as they are'
  if (first.operation === 'GetSessionToken') {
    return 'AWS counts a role assumed with an MFA session as chained, so its console lasts as long as its keys'
  }
  if (others.length > 0 || (first.operation === 'AssumeRole' && !source.isLongTerm)) {
    return 'the role is assumed with temporary keys (role chaining), so its console lasts as long as its keys'
  }
  return undefined
}
