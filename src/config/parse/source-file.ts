import { parse } from './parse.ts'
import type { ParsedFile, ParsedSection } from './parsed-file.ts'
import { type Origin, type SectionName, sectionIn } from './section-name.ts'

/** A parsed file. */
export interface SourceFile {
  readonly origin: Origin
  /** The name for display: `~/.aws/config`. */
  readonly file: string
  readonly parsed: ParsedFile
  /** The sections in the order of the file. */
  readonly sections: readonly FoundSection[]
}

export interface FoundSection {
  /** The text between `[` and `]`. */
  readonly header: string
  readonly section: ParsedSection
  /** The kind and name for the AWS CLI. Undefined if the AWS CLI does not know the section. */
  readonly known: SectionName | undefined
}

/** Parses the text of a file and classifies each section once. */
export function sourceFile(origin: Origin, file: string, text: string): SourceFile {
  const parsed = parse(text, { file, origin })
  const sections: FoundSection[] = []
  parsed.sections.forEach((section, header) => {
    sections.push({ header, section, known: sectionIn(origin, header) })
  })
  return { origin, file, parsed, sections }
}
