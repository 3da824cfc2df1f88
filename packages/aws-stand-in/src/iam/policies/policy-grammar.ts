import type { PolicyDocument } from '../evaluation/policy.ts'

type JsonObject = Readonly<Record<string, unknown>>

/** A statement whose element names are valid and whose values are not validated. */
export type RawStatement = JsonObject

/**
 * Creates the error for a problem. IAM has different messages for identity policies and trust
 * policies.
 */
export type PolicyErrorFactory = (problem: PolicyProblem, detail?: string) => Error

export type PolicyProblem = 'json' | 'form' | 'unknown field' | 'missing field'

/**
 * Parses the statements of a policy document. Validates the rules that all types of policies share.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parseStatements(
  text: string,
  complain: PolicyErrorFactory,
): readonly RawStatement[] {
  const document = parseJson(text)
  if (!isObject(document)) throw complain('json')
  checkElementNames(document, ['Version', 'Id', 'Statement'], complain)
  if (!['2008-10-17', '2012-10-17', undefined].includes(document.Version as string | undefined)) {
    throw complain('form')
  }
  if (document.Statement === undefined) throw complain('missing field', 'Statement')
  const statements = [document.Statement].flat()
  if (statements.length === 0 || !statements.every(isObject)) throw complain('form')
  for (const statement of statements) checkStatementForm(statement, complain)
  const sids = statements.flatMap(({ Sid }) => (Sid === undefined || Sid === '' ? [] : [Sid]))
  if (new Set(sids).size < sids.length) throw complain('form')
  return statements
}

/** Parses a document that `parseStatements` has validated. */
export const parseDocument = (text: string): PolicyDocument => JSON.parse(text)

/** The values of an element: one string or a list of strings. */
export function oneOrMoreStrings(value: unknown, complain: PolicyErrorFactory): readonly string[] {
  const all = [value].flat()
  if (all.length === 0 || !all.every((each) => typeof each === 'string')) throw complain('form')
  return all
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const pairs = ['Principal', 'Action', 'Resource'] as const
const elements = ['Sid', 'Effect', 'Condition', ...pairs.flatMap((each) => [each, `Not${each}`])]

function checkStatementForm(statement: RawStatement, complain: PolicyErrorFactory): void {
  checkElementNames(statement, elements, complain)
  const { Effect, Sid = '', Condition = {} } = statement
  if (Effect === undefined) throw complain('missing field', 'Effect')
  if (Effect !== 'Allow' && Effect !== 'Deny') throw complain('form')
  if (typeof Sid !== 'string' || !/^[A-Za-z0-9]*$/.test(Sid)) throw complain('form')
  for (const element of pairs) {
    if (statement[element] !== undefined && statement[`Not${element}`] !== undefined) {
      throw complain('form')
    }
  }
  checkCondition(Condition, complain)
}

const operator =
  /^(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|LessThan(Equals)?|GreaterThan(Equals)?)|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?$|^Null$/

function checkCondition(condition: unknown, complain: PolicyErrorFactory): void {
  if (!isObject(condition)) throw complain('form')
  for (const [name, block] of Object.entries(condition)) {
    if (!operator.test(name) || !isObject(block)) throw complain('form')
    for (const [key, values] of Object.entries(block)) {
      const all = [values].flat()
      const isValue = (each: unknown) => ['string', 'number', 'boolean'].includes(typeof each)
      if (!key.includes(':') || all.length === 0 || !all.every(isValue)) throw complain('form')
    }
  }
}

function checkElementNames(
  object: JsonObject,
  names: readonly string[],
  complain: PolicyErrorFactory,
): void {
  const unknown = Object.keys(object).find((name) => !names.includes(name))
  if (unknown !== undefined) throw complain('unknown field', unknown)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
