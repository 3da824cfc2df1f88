import { actionsOf, conditionOf, type TrustOptions } from './conditions.ts'
import { documentOf, oneOrMore, type PolicyDocument } from './document.ts'

/**
 * Allows its owner to assume these roles, if the roles also trust the owner. A user that the trust
 * policy names in the same account does not need it. Every other principal does.
 */
export const identityPolicy = (roleArns: readonly string[], asked: TrustOptions): PolicyDocument =>
  documentOf({
    Effect: 'Allow',
    Action: actionsOf(asked),
    Resource: oneOrMore(roleArns),
    ...conditionOf(asked),
  })
