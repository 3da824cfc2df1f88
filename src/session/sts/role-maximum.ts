import type { Interaction } from '../../model/interaction.ts'
import { isRoleMaximum } from '../../model/values/duration.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { parseRoleArn } from '../../plan/values/arn.ts'
import { type Asking, askIam } from './ask-iam.ts'

/** The MaxSessionDuration of a role in seconds, if IAM returns it. */
export async function roleMaximum(
  roleArn: string,
  asking: Asking,
  inputs: PlanInputs,
  interaction: Interaction,
): Promise<number | undefined> {
  const { name } = parseRoleArn(roleArn, 'the role')
  const role = await askIam(`GetRole of ${name}`, asking, inputs, interaction, (iam, call) =>
    iam.roleNamed(name, call),
  )
  // The caller's own account can have another role of the same name.
  if (role?.arn !== roleArn) return undefined
  const { maxSessionDuration: seconds } = role
  return seconds !== undefined && isRoleMaximum(seconds) ? seconds : undefined
}
