import { merge } from '../../../src/config/parse/merge.ts'
import { type SourceFile, sourceFile } from '../../../src/config/parse/source-file.ts'
import type { Profile } from '../../../src/config/profile.ts'

/** A config file and a credentials file, and what botocore reads from them. */
export interface Case {
  readonly config?: string
  readonly credentials?: string
}

export type Reading = Readonly<Record<string, unknown>> | 'refused'

/**
 * Parses both files as strictly as botocore does: a problem that makes botocore reject a file is
 * the whole result. Maps become lists of pairs, so that no name is hidden in a prototype.
 */
export function strictReading({ config, credentials }: Case): Reading {
  const files: SourceFile[] = []
  if (config !== undefined) {
    files.push(sourceFile('config', 'config', config))
  }
  if (credentials !== undefined) {
    files.push(sourceFile('credentials', 'credentials', credentials))
  }
  if (files.some(({ parsed }) => parsed.problems.some(({ refused }) => refused))) return 'refused'
  const { profiles, ssoSessions, services } = merge(files)
  return {
    profiles: plain(profiles),
    sso_sessions: plain(ssoSessions),
    services: plain(services),
  }
}

function plain(profiles: ReadonlyMap<string, Profile>): unknown {
  return sorted(
    [...profiles].map(([name, { keys }]) => [
      name,
      sorted(
        [...keys].map(([key, { value }]) => [
          key,
          typeof value === 'string' ? value : sorted([...value]),
        ]),
      ),
    ]),
  )
}

/** Converts the JSON output of botocore to the same form. */
export function expectedReading(reads: Readonly<Record<string, unknown>>): Reading {
  return {
    profiles: pairs(reads.profiles ?? {}),
    sso_sessions: pairs(reads.sso_sessions ?? {}),
    services: pairs(reads.services ?? {}),
  }
}

function pairs(value: unknown): unknown {
  if (typeof value === 'string') return value
  return sorted(Object.entries(value as object).map(([key, inner]) => [key, pairs(inner)]))
}

function sorted(entries: (readonly [string, unknown])[]): unknown {
  return entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}
