import * as v from 'valibot'
import { accountStates } from '../organizations/organization.ts'
import type { SsoWorld } from '../sso/sso-directory.ts'
import type { World } from './world.ts'

/**
 * The configuration of the stand-in, as a JSON file contains it. `world.ts` describes the accounts.
 */
export interface StandInWorld extends World {
  readonly sso?: SsoWorld
  /** AWS Sign-In: the name of the IAM user who allows every sign-in in the browser. */
  readonly signIn?: { readonly browserUser: string }
  /** The name of the role whose credentials the metadata endpoints return. */
  readonly instanceRole?: string
}

/** @throws Error that lists every mistake with its path, for example `users[0].name is missing`. */
export function parseWorld(value: unknown): StandInWorld {
  // valibot accepts an empty array as an empty object.
  if (Array.isArray(value)) throw new Error('the world must be an object, not an array')
  const parsed = v.safeParse(world, value)
  if (parsed.success) return parsed.output
  throw new Error(parsed.issues.map(issueMessage).join('\n'))
}

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'))
const texts = v.array(text)
const account = v.pipe(v.string(), v.regex(/^\d{12}$/, 'must be 12 digits'))
const path = v.pipe(v.string(), v.regex(/^\/([^/]+\/)*$/, 'must begin and end with a slash'))
const time = v.pipe(v.string(), v.isoTimestamp('must be a time such as 2026-11-29T12:00:00Z'))

const value = v.union([v.string(), v.number(), v.boolean()])
const oneOrMore = v.union([text, texts])
const statement = v.strictObject({
  Sid: v.exactOptional(v.string()),
  Effect: v.picklist(['Allow', 'Deny']),
  Principal: v.exactOptional(v.union([v.literal('*'), v.record(v.string(), oneOrMore)])),
  Action: oneOrMore,
  Resource: v.exactOptional(oneOrMore),
  Condition: v.exactOptional(
    v.record(v.string(), v.record(v.string(), v.union([value, v.array(value)]))),
  ),
})
const document = v.strictObject({
  Version: v.exactOptional(v.string()),
  Id: v.exactOptional(v.string()),
  Statement: v.lazy((input) => (Array.isArray(input) ? v.array(statement) : statement)),
})
const documents = v.record(v.string(), document)

// The object is not strict, because the AWS SDK adds the member `$source` to credentials.
const accessKey = { accessKeyId: text, secretAccessKey: text }
const entity = {
  createdAt: v.exactOptional(time),
  tags: v.exactOptional(v.record(v.string(), v.string())),
}
const mfaDevice = v.strictObject({
  serial: text,
  secret: v.exactOptional(v.pipe(v.string(), v.regex(/^[A-Z2-7]+=*$/i, 'must be base32'))),
  enabledAt: v.exactOptional(time),
  codes: v.exactOptional(v.array(v.pipe(v.string(), v.regex(/^\d{6}$/, 'must be 6 digits')))),
})
const user = v.strictObject({
  ...entity,
  account,
  name: text,
  id: v.exactOptional(text),
  path: v.exactOptional(path),
  accessKeys: v.optional(v.array(v.object({ ...accessKey, createdAt: v.exactOptional(time) })), []),
  policies: v.optional(documents, {}),
  attachedPolicies: v.exactOptional(texts),
  mfaDevices: v.optional(v.array(mfaDevice), []),
})
const role = v.strictObject({
  ...entity,
  account,
  name: text,
  id: v.exactOptional(text),
  path: v.exactOptional(path),
  trustPolicy: document,
  maxSessionDuration: v.exactOptional(v.number()),
  policies: v.exactOptional(documents),
  attachedPolicies: v.exactOptional(texts),
})
const sso = v.strictObject({
  startUrl: text,
  region: text,
  accounts: v.array(
    v.strictObject({
      accountId: account,
      accountName: text,
      emailAddress: text,
      status: v.exactOptional(v.picklist(['ACTIVE', 'SUSPENDED'])),
    }),
  ),
  users: v.array(
    v.strictObject({
      name: text,
      assignments: v.array(v.strictObject({ accountId: account, roleName: text })),
    }),
  ),
  browserUser: v.exactOptional(text),
})
const id = (pattern: RegExp, example: string) =>
  v.pipe(v.string(), v.regex(pattern, `must be an id such as ${example}`))
const parent = id(/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/, 'r-exam')
const organization = v.strictObject({
  id: id(/^o-[0-9a-z]{10,32}$/, 'o-exampleorgid'),
  managementAccount: account,
  delegatedAdministrators: v.exactOptional(v.array(account)),
  rootId: id(/^r-[0-9a-z]{4,32}$/, 'r-exam'),
  units: v.array(
    v.strictObject({
      id: id(/^ou-[0-9a-z]{4,32}-[0-9a-z]{8,32}$/, 'ou-exam-12345678'),
      name: text,
      parent,
    }),
  ),
  accounts: v.array(
    v.strictObject({
      id: account,
      name: text,
      email: text,
      parent,
      state: v.exactOptional(v.picklist(accountStates)),
    }),
  ),
})
const world = v.strictObject({
  partition: v.exactOptional(text),
  users: v.optional(v.array(user), []),
  roles: v.optional(v.array(role), []),
  roots: v.exactOptional(
    v.array(v.strictObject({ account, accessKeys: v.array(v.object(accessKey)) })),
  ),
  oidcProviders: v.exactOptional(
    v.array(v.strictObject({ account, host: text, audiences: texts, secret: text })),
  ),
  managedPolicies: v.exactOptional(v.record(v.string(), v.strictObject({ ...entity, document }))),
  unassignedDevices: v.exactOptional(v.array(mfaDevice)),
  organization: v.exactOptional(organization),
  sso: v.exactOptional(sso),
  signIn: v.exactOptional(v.strictObject({ browserUser: text })),
  instanceRole: v.exactOptional(text),
})

/** Names the type of an invalid value, but not the value, because it can be a secret. */
function issueMessage(issue: v.BaseIssue<unknown>): string {
  const keys = (issue.path ?? []).map(({ key }) => key)
  const place = keys.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')
  const name = place.replace(/^\./, '') || 'the world'
  if (issue.expected === 'never') return `${name} is unknown`
  if (issue.kind === 'schema' && issue.received === 'undefined') return `${name} is missing`
  if (issue.kind === 'validation') return `${name} ${issue.message}`
  return `${name} must be ${kinds[issue.expected ?? ''] ?? issue.expected}, not ${kindOf(issue.input)}`
}

/** Names of types by the names in valibot. */
const kinds: Readonly<Record<string, string>> = {
  Array: 'an array',
  Object: 'an object',
  string: 'a string',
  number: 'a number',
  '("Allow" | "Deny")': '"Allow" or "Deny"',
  '("ACTIVE" | "SUSPENDED")': '"ACTIVE" or "SUSPENDED"',
  [`(${accountStates.map((state) => `"${state}"`).join(' | ')})`]: 'the state of an account',
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return kinds.Array ?? ''
  return kinds[value instanceof Object ? 'Object' : typeof value] ?? `a ${typeof value}`
}
