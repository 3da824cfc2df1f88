import { jsonEscape } from '../model/json-escape.ts'

type OneOrMore = string | readonly string[]

/** Operator → key → values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>

/** A statement of a trust policy has a Principal, one of an identity policy a Resource. */
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

/** The current version of the language; without it AWS reads a document as one of 2008. */
export const documentOf = (...statements: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: statements,
})

/** As people write it: a list only where there are several. */
export function oneOrMore(values: readonly string[]): OneOrMore {
  const [only, ...others] = values
  return only !== undefined && others.length === 0 ? only : values
}

export const printed = (document: PolicyDocument) => JSON.stringify(document, null, 2)

/** On one line. IAM refuses a document with characters beyond U+00FF, and takes them escaped. */
export const inOneLine = (document: object) =>
  JSON.stringify(document).replace(/[^\x20-\x7e]/g, jsonEscape)
