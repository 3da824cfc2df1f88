import type { World } from '../../state/world.ts'
import { limitExceeded, malformedPolicy } from '../errors.ts'
import type { PolicyDocument } from '../evaluation/policy.ts'
import {
  isObject,
  oneOrMoreStrings,
  type PolicyErrorFactory,
  parseDocument,
  parseStatements,
  type RawStatement,
} from '../policies/policy-grammar.ts'
import { isValidPrincipal } from './principals.ts'

/**
 * The quota in characters, without white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxCharacters = 2048

const complain: PolicyErrorFactory = (problem, detail) => malformedPolicy(messages[problem](detail))

const messages = {
  json: () => 'This policy contains invalid Json',
  form: () => 'Syntax error in policy.',
  'unknown field': (name = '') => `Unknown field ${name}`,
  'missing field': (name = '') => `Missing required field ${name}`,
}

/**
 * Parses a trust policy. Throws MalformedPolicyDocument or LimitExceeded. The principals must exist
 * in the world.
 */
export function trustDocument(text: string, world: World): PolicyDocument {
  for (const statement of parseStatements(text, complain)) checkStatement(statement, world)
  if (text.replace(/\s/g, '').length > maxCharacters)
    throw limitExceeded('ACLSizePerRole', maxCharacters)
  return parseDocument(text)
}

function checkStatement(statement: RawStatement, world: World): void {
  const prohibited = ['Resource', 'NotResource'].find((each) => statement[each] !== undefined)
  if (prohibited) throw malformedPolicy(`Has prohibited field ${prohibited}`)
  const { Principal, NotPrincipal, Action, NotAction } = statement
  const actions = Action ?? NotAction
  if (actions === undefined) throw complain('missing field', 'Action')
  if (!oneOrMoreStrings(actions, complain).every((each) => /^sts:[\w*?]+$/i.test(each))) {
    throw malformedPolicy('AssumeRole policy may only specify STS AssumeRole actions.')
  }
  const principals = Principal ?? NotPrincipal
  if (principals === undefined) throw complain('missing field', 'Principal')
  checkPrincipals(principals, world)
}

function checkPrincipals(principals: unknown, world: World): void {
  if (principals === '*') return
  if (!isObject(principals) || Object.keys(principals).length === 0) throw complain('form')
  for (const [kind, values] of Object.entries(principals)) {
    const wrong = oneOrMoreStrings(values, complain).find(
      (each) => !isValidPrincipal(kind, each, world),
    )
    if (wrong === undefined) continue
    const shownKind = kind === 'Service' ? 'SERVICE' : kind
    throw malformedPolicy(`Invalid principal in policy: "${shownKind}":"${wrong}"`)
  }
}
