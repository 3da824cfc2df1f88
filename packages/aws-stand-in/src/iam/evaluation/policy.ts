import { type Condition, type Facts, isMet, tests } from './conditions.ts'
import { wildcardMatches } from './wildcard.ts'

type OneOrMore = string | readonly string[]

/** An IAM policy in its JSON form. A trust policy's statements have a Principal and no Resource. */
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

/** `principals` asks a trust policy, by these names; `resource` asks an identity policy. */
export type Question = { readonly action: string; readonly facts: Facts } & (
  | { readonly principals: readonly string[] }
  | { readonly resource: string }
)

/** `silent`: nothing in the policies speaks of it, which is a refusal unless another one allows. */
export type Verdict = 'allow' | 'deny' | 'silent'

/**
 * What the policies say together; an explicit Deny wins.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function verdict(policies: readonly PolicyDocument[], question: Question): Verdict {
  const effects = policies
    .flatMap(statementsOf)
    .filter((statement) => appliesTo(statement, question))
    .map((statement) => statement.Effect)
  if (effects.includes('Deny')) return 'deny'
  return effects.includes('Allow') ? 'allow' : 'silent'
}

/** Throws on whatever the stand-in would not evaluate; `where` says whose policy it is. */
export function checkPolicy(policy: PolicyDocument, where: string): void {
  try {
    for (const statement of statementsOf(policy)) {
      tests(statement.Condition ?? {})
      checkPrincipals(statement)
      const text = JSON.stringify(statement)
      if (text.includes('${')) throw new Error(`the stand-in fills in no policy variable: ${text}`)
    }
  } catch (error) {
    throw new Error(`${where}: ${error instanceof Error ? error.message : error}`)
  }
}

/** AWS takes no pattern here but `*` alone. An id is what is left of a principal that is no more. */
function checkPrincipals(statement: Statement): void {
  for (const principal of principalsOf(statement)) {
    if (
      /^(\*|\d{12}|arn:[^*?]+|A(IDA|ROA)[A-Z2-7]{16,17}|[a-z0-9-]+(\.[a-z0-9-]+)+)$/.test(principal)
    )
      continue
    throw new Error(`the stand-in does not know the principal "${principal}"`)
  }
}

function principalsOf({ Principal }: Statement): readonly string[] {
  if (Principal === '*') return ['*']
  // Nothing is a name of more than one kind.
  return [Principal?.AWS ?? [], Principal?.Federated ?? [], Principal?.Service ?? []].flat()
}

const elements = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition']

function statementsOf({ Statement }: PolicyDocument): readonly Statement[] {
  const statements = [Statement].flat()
  for (const statement of statements) {
    const strange = Object.keys(statement).find((name) => !elements.includes(name))
    if (strange) throw new Error(`the stand-in does not know the policy element "${strange}"`)
  }
  return statements
}

function appliesTo(statement: Statement, question: Question): boolean {
  const { Action, Condition = {} } = statement
  return (
    [Action].flat().some((each) => actionMatches(each, question.action)) &&
    isAbout(statement, question) &&
    isMet(Condition, question.facts)
  )
}

function isAbout(statement: Statement, question: Question): boolean {
  if ('resource' in question) {
    const resources = [statement.Resource ?? []].flat()
    return resources.some((each) => wildcardMatches(each, question.resource))
  }
  return principalsOf(statement).some((each) => question.principals.includes(each))
}

function actionMatches(pattern: string, action: string): boolean {
  return wildcardMatches(pattern.toLowerCase(), action.toLowerCase())
}
