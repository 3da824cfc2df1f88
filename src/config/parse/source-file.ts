import { parse } from './parse.ts'
import type { ParsedFile, ParsedSection } from './parsed-file.ts'
import { type Origin, type SectionName, sectionIn } from './section-name.ts'

/** A file that has been read. */
export interface SourceFile {
  readonly origin: Origin
  /** As shown to people: `~/.aws/config`. */
  readonly file: string
  readonly parsed: ParsedFile
  /** In the order of the file. */
  readonly sections: readonly FoundSection[]
}

export interface FoundSection {
  /** The text between `[` and `]`. */
  readonly header: string
  readonly section: ParsedSection
  /** What it is to the AWS CLI, if that knows it. */
  readonly known: SectionName | undefined
}

/** Reads a file's text, and once and for all what each of its sections is. */
export function sourceFile(origin: Origin, file: string, text: string): SourceFile {
  const parsed = parse(text, { file, origin })
  const sections: FoundSection[] = []
  parsed.sections.forEach((section, header) => {
    sections.push({ header, section, known: sectionIn(origin, header) })
  })
  return { origin, file, parsed, sections }
}
