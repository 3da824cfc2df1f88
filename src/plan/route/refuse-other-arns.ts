import { placeOf, text } from '../../config/profile.ts'
import { isAwsSts } from '../endpoint/aws-endpoint.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import { checkedRoleArn, isAwsRoleArn, noRoleArn } from '../values/arn.ts'
import { type Route, rolesTaken } from './route.ts'

/**
 * Refuses a role ARN that AWS cannot have, before any call to AWS. Another STS has its own rules.
 *
 * @throws AssumeError that shows the location of the ARN; UsageError for an ARN of the command
 *   line.
 */
export function refuseOtherArns(route: Route, inputs: PlanInputs): void {
  const others = rolesTaken(route).filter((arn) => !isAwsRoleArn(arn))
  if (others.length === 0) return
  if (!isAwsSts(route.profile, inputs)) return
  const { source, roles } = route.chain
  const first = source.profile === undefined ? [] : [inputs.profiles.profiles.get(source.profile)]
  for (const profile of [...(source.tokenFor === undefined ? [] : first), ...roles]) {
    const arn = profile && text(profile, 'role_arn')
    if (!profile || arn === undefined || isAwsRoleArn(arn)) continue
    throw noRoleArn(arn, `role_arn of "${profile.name}" (${placeOf(profile, 'role_arn')})`)
  }
  for (const arn of others) checkedRoleArn(arn)
}
