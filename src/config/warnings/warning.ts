import { visible } from '../../model/visible.ts'

/** A part of a file that is read, but possibly not as its author intended. */
export interface ConfigWarning {
  /** The file name for display: `~/.aws/config`. */
  readonly file: string
  /** Absent for a warning about the file itself, such as its mode. */
  readonly line?: number
  readonly message: string
  readonly hint?: string
  /** The reason for the warning, if it is not about how AWS tools read the file. */
  readonly why?: string
  /** The AWS CLI reads nothing of this file. */
  readonly refused?: true
  /** The subject. A warning without any of these three fields is about the whole file. */
  readonly profile?: string
  readonly ssoSession?: string
  readonly services?: string
}

/** The subject of a warning, as its fields. */
export type Subject = Pick<ConfigWarning, 'profile' | 'ssoSession' | 'services'>

/** Creates a warning. Text from a file cannot control the terminal. */
export function warning(
  place: { readonly file: string; readonly line: number },
  message: string,
  hint: string,
  subject: Subject = {},
): ConfigWarning {
  const { file, line } = place
  return { file, line, message: visible(message), hint: visible(hint), ...subject }
}

/** `~/.aws/config:12: …`, for one line of output. */
export function warningText({ file, line, message }: ConfigWarning): string {
  return line === undefined ? `${file}: ${message}` : `${file}:${line}: ${message}`
}

/**
 * Removes duplicate warnings and preserves the order. One place may have warnings for several
 * subjects, such as a key of `[DEFAULT]` that every section inherits. The result is then a warning
 * about the whole file.
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
