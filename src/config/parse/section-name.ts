import type { Subject } from '../warnings/warning.ts'
import { splitWords } from './shlex.ts'

export type SectionKind = 'profile' | 'sso-session' | 'services'

/** Which of the two files something is in. */
export type Origin = 'config' | 'credentials'

export interface SectionName {
  readonly kind: SectionKind
  readonly name: string
}

/** In the order in which botocore tries them. */
const KINDS: readonly SectionKind[] = ['profile', 'sso-session', 'services']

/** What a section is: in the credentials file every one is a profile, named as the header stands. */
export function sectionIn(origin: Origin, header: string): SectionName | undefined {
  return origin === 'config' ? sectionName(header) : { kind: 'profile', name: header }
}

/**
 * What a section of the config file is (botocore's `build_profile_map`). Only the beginning of the
 * header is compared, then it has to be two words: `[profilefoo bar]` is the profile `bar`, and
 * `[profile x y]` is nothing. Undefined for nothing that AWS knows.
 */
export function sectionName(header: string): SectionName | undefined {
  if (plainProfile.test(header)) return { kind: 'profile', name: header.slice('profile '.length) }
  const kind = kindOf(header)
  if (!kind) return header === 'default' ? { kind: 'profile', name: 'default' } : undefined
  const words = splitWords(header)
  const name = words?.[1]
  return name !== undefined && words?.length === 2 ? { kind, name } : undefined
}

/** Nearly every header. */
const plainProfile = /^profile [^\s"'\\]+$/

/** The kind that the beginning of a header claims. */
export function kindOf(header: string): SectionKind | undefined {
  return KINDS.find((kind) => header.startsWith(kind))
}

/** The header that names this in the config file, with quotes where it needs them. */
export function headerFor({ kind, name }: SectionName): string {
  if (kind === 'profile' && name === 'default') return '[default]'
  const plain = /^[^\s"'\\]+$/.test(name)
  return `[${kind} ${plain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`}]`
}

/** What a warning about this section is about. */
export function subjectOf({ kind, name }: SectionName): Subject {
  switch (kind) {
    case 'profile':
      return { profile: name }
    case 'sso-session':
      return { ssoSession: name }
    case 'services':
      return { services: name }
  }
}
