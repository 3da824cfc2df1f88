import { arnMatches, wildcardMatches } from './wildcard.ts'

/** The condition keys that the demo knows. */
const conditionKeys = [
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalArn',
  'sts:ExternalId',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
] as const

/** What is so of a request; undefined where AWS has the key absent from the request's context. */
export type Facts = Readonly<Record<(typeof conditionKeys)[number], string | undefined>>

type Value = string | number | boolean

/** Operator → key → values, as in a policy's `Condition`. */
export type Condition = Readonly<Record<string, Readonly<Record<string, Value | readonly Value[]>>>>

/**
 * All operators and all keys have to hold, any one of a key's values is enough, and a key that is
 * absent fails unless the operator ends in `IfExists`.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isMet(condition: Condition, facts: Facts): boolean {
  return tests(condition).every(({ test, ifExists, key, values }) => {
    const fact = facts[key]
    return fact === undefined ? ifExists : values.some((value) => test(fact, value))
  })
}

/** Throws on an operator or a key that the demo does not know: to pass over one would be a lie. */
export function tests(condition: Condition) {
  return Object.entries(condition).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => ({
      ...known(operator),
      key: knownKey(key),
      values: [values].flat().map(String),
    })),
  )
}

type Test = (fact: string, value: string) => boolean

const operators: Readonly<Record<string, Test>> = {
  StringEquals: (fact, value) => fact === value,
  StringLike: (fact, value) => wildcardMatches(value, fact),
  ArnEquals: (fact, value) => arnMatches(value, fact),
  ArnLike: (fact, value) => arnMatches(value, fact),
  Bool: (fact, value) => fact === value.toLowerCase(),
  NumericLessThan: (fact, value) => Number(fact) < Number(value),
  NumericLessThanEquals: (fact, value) => Number(fact) <= Number(value),
}

function known(operator: string): { test: Test; ifExists: boolean } {
  const name = operator.replace(/IfExists$/, '')
  const test = Object.hasOwn(operators, name) ? operators[name] : undefined
  if (test === undefined) throw new Error(`the demo does not know the operator "${operator}"`)
  return { test, ifExists: name !== operator }
}

/** AWS compares the names of keys without regard to case. */
function knownKey(key: string): keyof Facts {
  const known = conditionKeys.find((each) => each.toLowerCase() === key.toLowerCase())
  if (known === undefined) throw new Error(`the demo does not know the condition key "${key}"`)
  return known
}
