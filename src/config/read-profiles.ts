import { includeProfiles } from './parse/include-profile.ts'
import { cutInlineComments } from './parse/inline-comments.ts'
import { merge } from './parse/merge.ts'
import { type SourceFile, sourceFile } from './parse/source-file.ts'
import type { Profile, Profiles } from './profile.ts'
import type { TeamSource } from './team/add-team.ts'
import type { TeamText } from './team/load-team.ts'
import { sectionWarnings } from './warnings/section-warnings.ts'
import { valueWarnings } from './warnings/value-warnings.ts'
import { type ConfigWarning, oncePerPlace, warning } from './warnings/warning.ts'

/** The text of a file and its name for display. */
export interface ConfigText {
  readonly file: string
  readonly text: string
}

export interface ConfigTexts {
  readonly config?: ConfigText
  readonly credentials?: ConfigText
  readonly team?: readonly TeamText[]
}

/** The readers that few files need. The caller loads them on demand, and without them those parts are not read. */
export interface RareReaders {
  readonly readOtherTools?: typeof import('./parse/other-tools.ts').readOtherTools
  readonly teamReader?: typeof import('./team/team-reader.ts').teamReader
}

/** Reads the two files, with a warning for every part that may differ from its appearance. */
export function readProfiles(
  texts: ConfigTexts,
  { readOtherTools, teamReader }: RareReaders = {},
): Profiles {
  const { config, credentials } = texts
  const files: SourceFile[] = []
  if (config) files.push(sourceFile('config', config.file, config.text))
  if (credentials) files.push(sourceFile('credentials', credentials.file, credentials.text))
  const team = texts.team?.map(({ team, text }) => {
    return { team, source: sourceFile('config', team.file, text) }
  })
  const own = merge(files)
  const added = team && teamReader?.addTeam(own, team)
  const { warnings, ...cut } = cutInlineComments(added?.merged ?? own)
  const tools = readOtherTools?.(cut) ?? cut
  const safe = (added && teamReader?.refuseKeys(tools)) ?? tools
  const { warnings: included, ...read } = includeProfiles(safe)
  // If one file serves as both, each header is correct in one of the two interpretations.
  const oneFile = config !== undefined && config.file === credentials?.file
  return {
    ...read,
    warnings: oncePerPlace([
      ...files.flatMap(problemsOf),
      ...(oneFile ? [] : files.flatMap(sectionWarnings)),
      ...files.flatMap(valueWarnings),
      ...(added?.warnings ?? []),
      ...(team ?? []).flatMap((each) => warningsOfTeam(each, read.profiles)),
      ...warnings,
      ...included,
    ]),
    files: {
      ...(config && { config: config.file }),
      ...(credentials && { credentials: credentials.file }),
    },
    ...(added && { team: { files: team.map((each) => each.team), hidden: added.hidden } }),
  }
}

/** The warnings about a team's file. A hidden profile has none. */
function warningsOfTeam(
  { team, source }: TeamSource,
  profiles: ReadonlyMap<string, Profile>,
): ConfigWarning[] {
  const found = [...problemsOf(source), ...sectionWarnings(source), ...valueWarnings(source)]
  return found.filter(
    ({ profile }) => profile === undefined || profiles.get(profile)?.team?.path === team.path,
  )
}

function problemsOf({ file, parsed }: SourceFile): ConfigWarning[] {
  return parsed.problems.map(({ line, message, hint, refused }) => ({
    ...warning({ file, line }, message, hint),
    refused,
  }))
}
