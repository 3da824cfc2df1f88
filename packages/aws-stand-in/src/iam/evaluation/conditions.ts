import { arnMatches, wildcardMatches } from './wildcard.ts'

/** The condition keys that the stand-in knows. */
const conditionKeys = [
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalArn',
  'aws:SourceIdentity',
  'sts:ExternalId',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
] as const

/** Those that have many values, for operators that begin with `ForAllValues:` or `ForAnyValue:`. */
const listKeys = ['aws:TagKeys', 'sts:TransitiveTagKeys'] as const

/** Those that go on with the key of a tag: `aws:RequestTag/team`. */
const tagKeys = ['aws:PrincipalTag', 'aws:RequestTag'] as const

/** What is so of a request; undefined where AWS has the key absent from the request's context. */
export type Facts = Readonly<Record<(typeof conditionKeys)[number], string | undefined>> &
  Readonly<Record<(typeof listKeys)[number], readonly string[]>> &
  Readonly<Record<(typeof tagKeys)[number], Readonly<Record<string, string>>>>

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
  return tests(condition).every(({ test, ifExists, quantifier, factIn, values }) => {
    const fact = factIn(facts)
    if (fact === undefined) return ifExists
    const holds = (each: string) => values.some((value) => test(each, value))
    if (typeof fact === 'string') return holds(fact)
    return quantifier === 'ForAllValues' ? fact.every(holds) : fact.some(holds)
  })
}

/** Throws on an operator or a key that the stand-in does not know: to pass over one would be a lie. */
export function tests(condition: Condition) {
  return Object.entries(condition).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => ({
      ...known(operator, isList(key)),
      factIn: factOf(key),
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

function known(operator: string, forList: boolean) {
  const [, quantifier, name = '', suffix] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? []
  const test = Object.hasOwn(operators, name) ? operators[name] : undefined
  // What AWS makes of a list without one of them, or of one without a list, is not for a policy to try.
  if (test === undefined || (quantifier !== undefined) !== forList) {
    throw new Error(`the stand-in does not know the operator "${operator}"`)
  }
  return { test, ifExists: suffix !== undefined, quantifier }
}

/** AWS compares the names of keys, and those of tags in them, without regard to case. */
const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

const isList = (key: string) => listKeys.some((each) => isSame(each, key))

function factOf(key: string): (facts: Facts) => string | readonly string[] | undefined {
  const known = [...conditionKeys, ...listKeys].find((each) => isSame(each, key))
  if (known) return (facts) => facts[known]
  const [, name = '', tag] = /^([^/]*)\/(.+)$/s.exec(key) ?? []
  const tags = tagKeys.find((each) => isSame(each, name))
  if (tags === undefined || tag === undefined) {
    throw new Error(`the stand-in does not know the condition key "${key}"`)
  }
  return (facts) => Object.entries(facts[tags]).find(([each]) => isSame(each, tag))?.[1]
}
