import { PROFILE_KEYS } from '../profile-keys.ts'
import type { ParsedSection } from './parsed-file.ts'
import {
  headerFor,
  kindOf,
  type SectionKind,
  type SectionName,
  sectionName,
} from './section-name.ts'
import { splitWords } from './shlex.ts'

/** The AWS CLI's interpretation of a header, and the header that the author probably meant. */
interface MistakenHeader {
  readonly message: string
  readonly hint: string
  readonly meant: SectionName
}

/** Checks a config file section that the AWS CLI ignores: `[bob]`, `[profile x y]`. */
export function unreadHeader(header: string, section: ParsedSection): MistakenHeader | undefined {
  const claimed = kindOf(header) !== undefined && /\s/.test(header)
  const looksLikeOne = [...section.values.keys()].some((key) => PROFILE_KEYS.has(key))
  // All other sections belong to plug-ins and to other programs.
  if (!claimed && !looksLikeOne) return undefined
  const meant = meantBy(header)
  const form = meant.name === '' ? `[${meant.kind} NAME]` : headerFor(meant)
  return {
    message: `the AWS CLI does not read [${header}] as ${CALLED[meant.kind]}`,
    hint: `write ${form}`,
    meant,
  }
}

/** Checks a credentials file header in the form of the config file: `[profile bob]`. */
export function prefixedHeader(header: string): MistakenHeader | undefined {
  const [prefix, name] = splitWords(header) ?? []
  const meant = sectionName(header)
  if (!meant || prefix !== meant.kind || name === undefined) return undefined
  return {
    message: `the AWS CLI reads this as a profile named "${header}"`,
    hint:
      meant.kind === 'profile' ? `in this file write [${name}]` : 'it belongs in the config file',
    meant,
  }
}

const CALLED: Readonly<Record<SectionKind, string>> = {
  profile: 'a profile',
  'sso-session': 'an sso-session',
  services: 'a services section',
}

function meantBy(header: string): SectionName {
  const words = header.trim().replace(/^(["'])(.*)\1$/s, '$2')
  const [, prefix, rest = ''] =
    /^(profile|sso-session|services)(?:[\s.:/]+(.*))?$/is.exec(words) ?? []
  if (prefix === undefined) {
    return { kind: 'profile', name: /^default$/i.test(words) ? 'default' : words }
  }
  // The AWS CLI ends a header at the last bracket of its line, so `[profile x] see [y]` is not
  // `profile x`.
  const [name = ''] = rest.split(']')
  const kind = kindOf(prefix.toLowerCase()) ?? 'profile'
  return { kind, name: name.replace(/^["']|["']$/g, '') }
}
