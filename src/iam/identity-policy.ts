import { actionsOf, conditionOf, type TrustOptions } from './conditions.ts'
import { documentOf, oneOrMore, type PolicyDocument } from './document.ts'

/**
 * Lets whoever has it assume these roles, if the roles trust them. In its own account a user whom the
 * trust policy names needs none; everybody else does.
 */
export const identityPolicy = (roleArns: readonly string[], asked: TrustOptions): PolicyDocument =>
  documentOf({
    Effect: 'Allow',
    Action: actionsOf(asked),
    Resource: oneOrMore(roleArns),
    ...conditionOf(asked),
  })
