import { limitExceeded, malformedPolicy } from '../errors.ts'
import type { PolicyDocument } from '../evaluation/policy.ts'
import {
  oneOrMoreStrings,
  parseDocument,
  parseStatements,
  type RawStatement,
} from './policy-grammar.ts'

/**
 * The quota in characters, without white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxCharacters = 6144

/** IAM uses one message for most errors. */
const complain = () => malformedPolicy('Syntax errors in policy.')

/** Parses an identity-based policy. Throws MalformedPolicyDocument or LimitExceeded. */
export function identityDocument(text: string, partition: string): PolicyDocument {
  const statements = parseStatements(text, complain)
  const document = parseDocument(text)
  if (document.Version !== '2012-10-17') {
    throw malformedPolicy('Policy document must be version 2012-10-17 or greater.')
  }
  for (const statement of statements) checkStatement(statement, partition)
  if (text.replace(/\s/g, '').length > maxCharacters)
    throw limitExceeded('PolicySize', maxCharacters)
  return document
}

function checkStatement(statement: RawStatement, partition: string): void {
  const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement
  if (Principal !== undefined || NotPrincipal !== undefined) {
    throw malformedPolicy('Policy document should not specify a principal.')
  }
  const actions = Action ?? NotAction
  if (actions === undefined) throw malformedPolicy('Policy statement must contain actions.')
  for (const action of oneOrMoreStrings(actions, complain)) {
    if (/^(\*|[\w*-]+:[\w*?]+)$/.test(action)) continue
    throw malformedPolicy(
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    )
  }
  const resources = Resource ?? NotResource
  if (resources === undefined) throw malformedPolicy('Policy statement must contain resources.')
  for (const resource of oneOrMoreStrings(resources, complain)) checkResource(resource, partition)
}

function checkResource(resource: string, partition: string): void {
  if (resource === '*') return
  const [scheme, where, ...others] = resource.split(':')
  if (scheme !== 'arn' || others.length < 4) {
    throw malformedPolicy(`Resource ${resource} must be in ARN format or "*".`)
  }
  if (where === partition || where === '*') return
  throw malformedPolicy(`Partition "${where}" is not valid for resource "${resource}".`)
}
