import { subjectOf } from '../parse/section-name.ts'
import type { SourceFile } from '../parse/source-file.ts'
import { prefixedHeader, unreadHeader } from '../parse/unread-header.ts'
import { type ConfigWarning, warning } from './warning.ts'

/** Warns about sections that the AWS CLI interprets differently from their appearance. */
export function sectionWarnings(source: SourceFile): ConfigWarning[] {
  return [...mistakenHeaders(source), ...replacedSections(source), ...defaultsSection(source)]
}

function mistakenHeaders({ origin, file, sections }: SourceFile): ConfigWarning[] {
  const warnings: ConfigWarning[] = []
  for (const { header, section, known } of sections) {
    if (origin === 'config' && known) continue
    const found = origin === 'config' ? unreadHeader(header, section) : prefixedHeader(header)
    if (!found) continue
    const place = { file, line: section.line }
    warnings.push(warning(place, found.message, found.hint, subjectOf(found.meant)))
  }
  return warnings
}

/** Two headers with one name, such as `[default]` and `[profile default]`. The later one counts. */
function replacedSections({ origin, file, sections }: SourceFile): ConfigWarning[] {
  // In the credentials file two different headers are two names.
  if (origin === 'credentials') return []
  const warnings: ConfigWarning[] = []
  const lines = { profile: new Map(), 'sso-session': new Map(), services: new Map() }
  for (const { header, section, known } of sections) {
    if (!known) continue
    const lineOf: Map<string, number> = lines[known.kind]
    const line = lineOf.get(known.name)
    lineOf.set(known.name, section.line)
    if (line === undefined) continue
    const message = `[${header}] in line ${section.line} replaces this section and all its keys`
    warnings.push(warning({ file, line }, message, 'make them one section', subjectOf(known)))
  }
  return warnings
}

function defaultsSection({ file, parsed }: SourceFile): ConfigWarning[] {
  if (parsed.defaultsLine === undefined) return []
  const message = 'the AWS CLI gives the keys of [DEFAULT] to every other section of this file'
  const hint = 'for the default profile write [default]'
  return [warning({ file, line: parsed.defaultsLine }, message, hint)]
}
