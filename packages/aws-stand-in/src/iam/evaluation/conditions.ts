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
export type RequestContext = Readonly<Record<(typeof conditionKeys)[number], string | undefined>> &
  Readonly<Record<(typeof listKeys)[number], readonly string[]>> &
  Readonly<Record<(typeof tagKeys)[number], Readonly<Record<string, string>>>>

type ConditionValue = string | number | boolean

/** Operator → key → values, as in a policy's `Condition`. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, ConditionValue | readonly ConditionValue[]>>>
>

/**
 * All operators and all keys have to hold, any one of a key's values is enough, and a key that is
 * absent fails unless the operator ends in `IfExists`.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionIsMet(condition: Condition, context: RequestContext): boolean {
  return parseCondition(condition).every(({ test, ifExists, quantifier, read, values }) => {
    const actual = read(context)
    if (actual === undefined) return ifExists
    const holds = (each: string) => values.some((value) => test(each, value))
    if (typeof actual === 'string') return holds(actual)
    return quantifier === 'ForAllValues' ? actual.every(holds) : actual.some(holds)
  })
}

/** Throws on an operator or a key that the stand-in does not know: to pass over one would be a lie. */
export function parseCondition(condition: Condition) {
  return Object.entries(condition).flatMap(([operator, block]) =>
    Object.entries(block).map(([key, values]) => ({
      ...parseOperator(operator, isListKey(key)),
      read: contextReader(key),
      values: [values].flat().map(String),
    })),
  )
}

type Comparison = (actual: string, value: string) => boolean

const operators: Readonly<Record<string, Comparison>> = {
  StringEquals: (actual, value) => actual === value,
  StringLike: (actual, value) => wildcardMatches(value, actual),
  ArnEquals: (actual, value) => arnMatches(value, actual),
  ArnLike: (actual, value) => arnMatches(value, actual),
  Bool: (actual, value) => actual === value.toLowerCase(),
  NumericLessThan: (actual, value) => Number(actual) < Number(value),
  NumericLessThanEquals: (actual, value) => Number(actual) <= Number(value),
}

function parseOperator(operator: string, forList: boolean) {
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
const equalsIgnoringCase = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

const isListKey = (key: string) => listKeys.some((each) => equalsIgnoringCase(each, key))

function contextReader(
  key: string,
): (context: RequestContext) => string | readonly string[] | undefined {
  const known = [...conditionKeys, ...listKeys].find((each) => equalsIgnoringCase(each, key))
  if (known) return (context) => context[known]
  const [, name = '', tag] = /^([^/]*)\/(.+)$/s.exec(key) ?? []
  const tags = tagKeys.find((each) => equalsIgnoringCase(each, name))
  if (tags === undefined || tag === undefined) {
    throw new Error(`the stand-in does not know the condition key "${key}"`)
  }
  return (context) =>
    Object.entries(context[tags]).find(([each]) => equalsIgnoringCase(each, tag))?.[1]
}
