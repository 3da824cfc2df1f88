import { visible } from '../../model/visible.ts'

/** Something in a file that is read, but perhaps not as its author thought. */
export interface ConfigWarning {
  /** As shown to people: `~/.aws/config`. */
  readonly file: string
  /** Absent when it is about the file itself, such as its mode. */
  readonly line?: number
  readonly message: string
  readonly hint?: string
  /** Why it matters, where that is not how AWS's tools read the file. */
  readonly why?: string
  /** The AWS CLI reads nothing of this file. */
  readonly refused?: true
  /** What it is about. With none of these three, it is about the whole file. */
  readonly profile?: string
  readonly ssoSession?: string
  readonly services?: string
}

/** What a warning is about, in the form in which it is added to one. */
export type Subject = Pick<ConfigWarning, 'profile' | 'ssoSession' | 'services'>

/** A warning whose words, which quote files, cannot steer the terminal. */
export function warning(
  place: { readonly file: string; readonly line: number },
  message: string,
  hint: string,
  subject: Subject = {},
): ConfigWarning {
  const { file, line } = place
  return { file, line, message: visible(message), hint: visible(hint), ...subject }
}

/** `~/.aws/config:12: …`, to be printed on one line. */
export function warningText({ file, line, message }: ConfigWarning): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`
}

/**
 * Each warning once, in the order given. What is said of one place about several subjects (a key of
 * `[DEFAULT]`, which every section inherits) is about the whole file.
 */
export function oncePerPlace(warnings: readonly ConfigWarning[]): ConfigWarning[] {
  const unique = new Map<string, ConfigWarning>()
  for (const each of warnings) {
    const text = warningText(each)
    const before = unique.get(text)
    unique.set(text, before && !sameSubject(before, each) ? withoutSubject(each) : each)
  }
  return [...unique.values()]
}

function sameSubject(a: ConfigWarning, b: ConfigWarning): boolean {
  return a.profile === b.profile && a.ssoSession === b.ssoSession && a.services === b.services
}

function withoutSubject(warning: ConfigWarning): ConfigWarning {
  const { profile: _, ssoSession: __, services: ___, ...rest } = warning
  return rest
}
