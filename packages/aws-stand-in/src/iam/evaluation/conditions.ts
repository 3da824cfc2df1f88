import { arnMatches, wildcardMatches } from './wildcard.ts'

/** The condition keys with one value that the stand-in supports. */
const conditionKeys = [
  'aws:MultiFactorAuthAge',
  'aws:MultiFactorAuthPresent',
  'aws:PrincipalArn',
  'aws:SourceIdentity',
  'sts:ExternalId',
  'sts:RoleSessionName',
  'sts:SourceIdentity',
] as const

/** The multivalued condition keys. Their operators begin with `ForAllValues:` or `ForAnyValue:`. */
const listKeys = ['aws:TagKeys', 'sts:TransitiveTagKeys'] as const

/** The condition keys that end with a tag key, for example `aws:RequestTag/team`. */
const tagKeys = ['aws:PrincipalTag', 'aws:RequestTag'] as const

/**
 * The request context: the value of each condition key. A value is undefined if AWS does not
 * include the key in the context.
 */
export type RequestContext = Readonly<Record<(typeof conditionKeys)[number], string | undefined>> &
  Readonly<Record<(typeof listKeys)[number], readonly string[]>> &
  Readonly<Record<(typeof tagKeys)[number], Readonly<Record<string, string>>>>

type ConditionValue = string | number | boolean

/** Operator → key → values, as in the `Condition` element of a policy. */
export type Condition = Readonly<
  Record<string, Readonly<Record<string, ConditionValue | readonly ConditionValue[]>>>
>

/**
 * All operators and all keys of a condition must match. One matching value of a key is enough. An
 * absent key does not match unless the operator ends in `IfExists`.
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

/**
 * Throws on an operator or key that the stand-in does not support, because the result would be
 * wrong.
 */
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
  // AWS does not define the result of a set operator for a single-valued key, or of a multivalued
  // key without a set operator.
  if (test === undefined || (quantifier !== undefined) !== forList) {
    throw new Error(`the stand-in does not support the operator "${operator}"`)
  }
  return { test, ifExists: suffix !== undefined, quantifier }
}

/** AWS compares condition keys and tag keys without regard to case. */
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
    throw new Error(`the stand-in does not support the condition key "${key}"`)
  }
  return (context) =>
    Object.entries(context[tags]).find(([each]) => equalsIgnoringCase(each, tag))?.[1]
}
