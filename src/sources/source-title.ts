import type { Source } from '../plan/plan.ts'
import { sourceOfKind } from './index.ts'

/** Description of the keys for messages: `profile "bob"`, `the environment`, `the token in /run/token`. */
export function sourceTitle({ kind, profile, tokenFor, identity }: Source): string {
  if (tokenFor !== undefined) return `the token in ${identity}`
  if (profile !== undefined) return `profile "${profile}"`
  if (kind === 'sso') return `IAM Identity Center (${identity})`
  return sourceOfKind(kind).title
}
