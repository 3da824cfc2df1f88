import { jsonEscape } from '../model/json-escape.ts'

type OneOrMore = string | readonly string[]

/** Operator → key → values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>

/** A trust policy statement has a Principal. An identity policy statement has a Resource. */
export interface Statement {
  readonly Effect: 'Allow'
  readonly Principal?: Readonly<Record<string, OneOrMore>>
  readonly Action: OneOrMore
  readonly Resource?: OneOrMore
  readonly Condition?: Condition
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface PolicyDocument {
  readonly Version: '2012-10-17'
  readonly Statement: readonly Statement[]
}

/** The current version of the policy language. Without it AWS uses the version of 2008. */
export const documentOf = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})

/** Returns a single value as a string and several values as a list, as people write policies. */
export function oneOrMore(values: readonly string[]): OneOrMore {
  const [only, ...others] = values
  return only !== undefined && others.length === 0 ? only : values
}

export const printed = (document: PolicyDocument) => JSON.stringify(document, null, 2)

/** Prints the document on one line. IAM refuses characters beyond U+00FF but accepts them escaped. */
export const inOneLine = (document: object) =>
  JSON.stringify(document).replace(/[^\x20-\x7e]/g, jsonEscape)
