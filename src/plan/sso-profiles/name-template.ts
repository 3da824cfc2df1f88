import { UsageError } from '../../model/errors.ts'
import type { RolePair } from '../sso/role-pairs.ts'
import { ssoSessionTitle } from '../sso/sso-session.ts'

export type NameField = 'account_name' | 'account_id' | 'role_name' | 'sso_session'

/** The name of a profile, before names that are alike are told apart. */
export interface NameTemplate {
  readonly fields: ReadonlySet<NameField>
  nameOf(pair: RolePair): string
}

export const usualTemplate = '{account_name}-{role_name}'

const values: Readonly<Record<NameField, (pair: RolePair) => string>> = {
  account_name: ({ account }) => safePart(account.accountName) || account.accountId,
  account_id: ({ account }) => account.accountId,
  role_name: ({ role }) => safePart(role),
  sso_session: ({ session }) => safePart(ssoSessionTitle(session)),
}

const isField = (name: string): name is NameField => Object.hasOwn(values, name)

/**
 * Reads a template such as `{account_name}-{role_name}`.
 *
 * @throws UsageError for an unknown field, and for characters that no SDK accepts in the name of a profile.
 */
export function nameTemplate(text: string): NameTemplate {
  const parts = text.split(/\{(\w*)\}/)
  const fields = parts.filter((_, index) => index % 2 === 1)
  const unknown = fields.find((name) => !isField(name))
  const hint = `the fields are ${Object.keys(values)
    .map((name) => `{${name}}`)
    .join(', ')}`
  if (unknown !== undefined) {
    throw new UsageError(`--template "${text}": there is no field {${unknown}}`, [hint])
  }
  if (fields.length === 0) {
    throw new UsageError(`--template "${text}" contains no field`, [hint])
  }
  if (parts.some((part, index) => index % 2 === 0 && !/^[\w.@+/:%-]*$/.test(part))) {
    throw new UsageError(
      `--template "${text}": besides fields, a name has letters, digits and . _ @ + / : % -`,
      [hint],
    )
  }
  return {
    fields: new Set(fields.filter(isField)),
    nameOf: (pair) =>
      trimmed(
        parts
          .map((part, index) => (index % 2 === 1 && isField(part) ? values[part](pair) : part))
          .join(''),
      ),
  }
}

/**
 * The characters that every SDK and every shell takes without quotes. All others become a hyphen: letters
 * with accents lose them.
 */
export const safePart = (text: string) =>
  trimmed(
    text
      .normalize('NFKD')
      .replace(/\p{M}+/gu, '')
      .replace(/[^\w.@+-]+/g, '-'),
  )

/** A name that begins with a hyphen would be an option. */
const trimmed = (text: string) => text.replace(/^-+|-+$/g, '')
