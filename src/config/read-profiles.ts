import { includeProfiles } from './parse/include-profile.ts'
import { cutInlineComments } from './parse/inline-comments.ts'
import { merge } from './parse/merge.ts'
import { readOtherTools } from './parse/other-tools.ts'
import { type SourceFile, sourceFile } from './parse/source-file.ts'
import type { Profiles } from './profile.ts'
import { sectionWarnings } from './warnings/section-warnings.ts'
import { valueWarnings } from './warnings/value-warnings.ts'
import { type ConfigWarning, oncePerPlace, warning } from './warnings/warning.ts'

/** The text of a file and its name for display. */
export interface ConfigText {
  readonly file: string
  readonly text: string
}

/** Reads the two files, with a warning for every part that may differ from its appearance. */
export function readProfiles(texts: {
  readonly config?: ConfigText
  readonly credentials?: ConfigText
}): Profiles {
  const { config, credentials } = texts
  const files: SourceFile[] = []
  if (config) files.push(sourceFile('config', config.file, config.text))
  if (credentials) files.push(sourceFile('credentials', credentials.file, credentials.text))
  const { warnings, ...cut } = cutInlineComments(merge(files))
  const { warnings: included, ...read } = includeProfiles(readOtherTools(cut))
  // If one file serves as both, each header is correct in one of the two interpretations.
  const oneFile = config !== undefined && config.file === credentials?.file
  return {
    ...read,
    warnings: oncePerPlace([
      ...files.flatMap(problemsOf),
      ...(oneFile ? [] : files.flatMap(sectionWarnings)),
      ...files.flatMap(valueWarnings),
      ...warnings,
      ...included,
    ]),
    files: {
      ...(config && { config: config.file }),
      ...(credentials && { credentials: credentials.file }),
    },
  }
}

function problemsOf({ file, parsed }: SourceFile): ConfigWarning[] {
  return parsed.problems.map(({ line, message, hint, refused }) => ({
    ...warning({ file, line }, message, hint),
    refused,
  }))
}
