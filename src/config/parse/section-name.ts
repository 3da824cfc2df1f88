import type { Subject } from '../warnings/warning.ts'
import { splitWords } from './shlex.ts'

export type SectionKind = 'profile' | 'sso-session' | 'services'

/** The file that contains a section or value. */
export type Origin = 'config' | 'credentials'

export interface SectionName {
  readonly kind: SectionKind
  readonly name: string
}

/** In the order in which botocore tries them. */
const KINDS: readonly SectionKind[] = ['profile', 'sso-session', 'services']

/**
 * The kind and name of a section. In the credentials file every section is a profile, and the
 * header is its name.
 */
export function sectionIn(origin: Origin, header: string): SectionName | undefined {
  return origin === 'config' ? sectionName(header) : { kind: 'profile', name: header }
}

/**
 * The kind and name of a config file section, as in botocore's `build_profile_map`. botocore
 * compares only the beginning of the header and then requires two words: `[profilefoo bar]` is the
 * profile `bar`, and `[profile x y]` is invalid. Undefined for a section that AWS does not define.
 */
export function sectionName(header: string): SectionName | undefined {
  if (plainProfile.test(header)) return { kind: 'profile', name: header.slice('profile '.length) }
  const kind = kindOf(header)
  if (!kind) return header === 'default' ? { kind: 'profile', name: 'default' } : undefined
  const words = splitWords(header)
  const name = words?.[1]
  return name !== undefined && words?.length === 2 ? { kind, name } : undefined
}

/** A fast path for the most common headers. */
const plainProfile = /^profile [^\s"'\\]+$/

/** The section kind that the header begins with. */
export function kindOf(header: string): SectionKind | undefined {
  return KINDS.find((kind) => header.startsWith(kind))
}

/** The header for a section of the config file, with quotes if the name needs them. */
export function headerFor({ kind, name }: SectionName): string {
  if (kind === 'profile' && name === 'default') return '[default]'
  const plain = /^[^\s"'\\]+$/.test(name)
  return `[${kind} ${plain ? name : `"${name.replace(/["\\]/g, '\\$&')}"`}]`
}

/** The subject of a warning about this section. */
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
