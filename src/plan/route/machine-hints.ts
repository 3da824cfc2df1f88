import { shellWord } from '../../formats/posix.ts'
import type { PlanInputs } from '../plan-inputs.ts'

/**
 * Explains why a bare role ARN does not use the credentials of a pod or a task, and how to use
 * them. A bare ARN starts from the same credentials on every machine.
 */
export function machineHints(roleArn: string, env: PlanInputs['env']): readonly string[] {
  const arn = shellWord(roleArn)
  if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN) {
    return [
      'AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set (a pod with IRSA): assume uses that token only where a profile names it, so that a bare ARN starts from the same keys on every machine',
      `mkdir -p ~/.aws && printf '[profile pod]\\nrole_arn = %s\\nweb_identity_token_file = %s\\n' "$AWS_ROLE_ARN" "$AWS_WEB_IDENTITY_TOKEN_FILE" >>~/.aws/config`,
      `then: assume --source-profile pod ${arn}; or, for the role of the pod itself: assume pod`,
    ]
  }
  if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
    return [
      'AWS_CONTAINER_CREDENTIALS_… is set (a container with a role): assume uses its keys only where a profile says so, so that a bare ARN starts from the same keys on every machine',
      `mkdir -p ~/.aws && printf '[profile role]\\nrole_arn = %s\\ncredential_source = EcsContainer\\n' ${arn} >>~/.aws/config`,
      'then: assume role',
    ]
  }
  return []
}
