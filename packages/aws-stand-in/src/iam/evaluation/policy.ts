import {
  type Condition,
  conditionIsMet,
  parseCondition,
  type RequestContext,
} from './conditions.ts'
import { wildcardMatches } from './wildcard.ts'

type OneOrMore = string | readonly string[]

/** A JSON policy document. Statements of a trust policy have a Principal and no Resource. */
export interface PolicyDocument {
  readonly Version?: string
  readonly Id?: string
  readonly Statement: Statement | readonly Statement[]
}

export interface Statement {
  readonly Sid?: string
  readonly Effect: 'Allow' | 'Deny'
  readonly Principal?: '*' | Readonly<Record<string, OneOrMore>>
  readonly Action: OneOrMore
  readonly Resource?: OneOrMore
  readonly Condition?: Condition
}

/** A request for a decision: `principals` for a trust policy, `resource` for an identity policy. */
export type AuthorizationRequest = { readonly action: string; readonly context: RequestContext } & (
  | { readonly principals: readonly string[] }
  | { readonly resource: string }
)

/** `implicitDeny` means that no statement applies to the request. */
export type Decision = 'allowed' | 'explicitDeny' | 'implicitDeny'

/**
 * Evaluates the policies together. An explicit deny overrides any allow.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function evaluate(
  policies: readonly PolicyDocument[],
  request: AuthorizationRequest,
): Decision {
  const effects = policies
    .flatMap(statementsOf)
    .filter((statement) => appliesTo(statement, request))
    .map((statement) => statement.Effect)
  if (effects.includes('Deny')) return 'explicitDeny'
  return effects.includes('Allow') ? 'allowed' : 'implicitDeny'
}

/**
 * Throws if the stand-in cannot evaluate the policy.
 *
 * @param where the name of the policy in the error message.
 */
export function checkPolicy(policy: PolicyDocument, where: string): void {
  try {
    for (const statement of statementsOf(policy)) {
      parseCondition(statement.Condition ?? {})
      checkPrincipalForms(statement)
      const text = JSON.stringify(statement)
      if (text.includes('${'))
        throw new Error(`the stand-in does not support policy variables: ${text}`)
    }
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`)
  }
}

/**
 * AWS accepts no wildcard in a principal except `*` alone. An ID replaces the ARN of a deleted
 * principal.
 */
function checkPrincipalForms(statement: Statement): void {
  for (const principal of principalsOf(statement)) {
    if (
      /^(\*|\d{12}|arn:[^*?]+|A(IDA|ROA)[A-Z2-7]{16,17}|[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(principal)
    )
      continue
    throw new Error(`the stand-in does not support the principal "${principal}"`)
  }
}

function principalsOf({ Principal }: Statement): readonly string[] {
  if (Principal === '*') return ['*']
  // A name belongs to one kind of principal, so the kinds can be compared together.
  return [Principal?.AWS ?? [], Principal?.Federated ?? [], Principal?.Service ?? []].flat()
}

const supportedElements = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']

function statementsOf({ Statement }: PolicyDocument): readonly Statement[] {
  const statements = [Statement].flat()
  for (const statement of statements) {
    const unsupported = Object.keys(statement).find((name) => !supportedElements.includes(name))
    if (unsupported)
      throw new Error(`the stand-in does not support the policy element "${unsupported}"`)
  }
  return statements
}

function appliesTo(statement: Statement, request: AuthorizationRequest): boolean {
  const { Action, Condition = {} } = statement
  return (
    [Action].flat().some((each) => actionMatches(each, request.action)) &&
    matchesTarget(statement, request) &&
    conditionIsMet(Condition, request.context)
  )
}

function matchesTarget(statement: Statement, request: AuthorizationRequest): boolean {
  if ('resource' in request) {
    const resources = [statement.Resource ?? []].flat()
    return resources.some((each) => wildcardMatches(each, request.resource))
  }
  return principalsOf(statement).some((each) => request.principals.includes(each))
}

function actionMatches(pattern: string, action: string): boolean {
  return wildcardMatches(pattern.toLowerCase(), action.toLowerCase())
}
