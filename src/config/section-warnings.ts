import type { SourceFile } from './merge.ts'
import { sectionName, subjectOf } from './section-name.ts'
import { prefixedHeader, unreadHeader } from './unread-header.ts'
import { type ConfigWarning, warning } from './warning.ts'

/** Warns of sections that the AWS CLI takes for something else than was meant. */
export function sectionWarnings(source: SourceFile): ConfigWarning[] {
  return [...mistakenHeaders(source), ...replacedSections(source), ...defaultsSection(source)]
}

function mistakenHeaders({ origin, file, parsed }: SourceFile): ConfigWarning[] {
  return [...parsed.sections].flatMap(([header, section]) => {
    const found = origin === 'config' ? unreadHeader(header, section) : prefixedHeader(header)
    if (!found) return []
    const place = { file, line: section.line }
    return [warning(place, found.message, found.hint, subjectOf(found.meant))]
  })
}

/** Two headers with one name, such as `[default]` and `[profile default]`: the later one counts. */
function replacedSections({ origin, file, parsed }: SourceFile): ConfigWarning[] {
  // In the credentials file two different headers are two names.
  if (origin === 'credentials') return []
  const warnings: ConfigWarning[] = []
  const lineOf = new Map<string, number>()
  for (const [header, section] of parsed.sections) {
    const known = sectionName(header)
    if (!known) continue
    const key = `${known.kind} ${known.name}`
    const line = lineOf.get(key)
    lineOf.set(key, section.line)
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
