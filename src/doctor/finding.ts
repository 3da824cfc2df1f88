/** The result of a check. It is plain data and never contains a secret. */
export interface Finding {
  /** Identifies the kind of finding: `half-keys`. */
  readonly id: string
  /** `ok`: correct. `note`: worth knowing. `warning`: can cause a problem. `broken`: something fails. */
  readonly severity: 'ok' | 'note' | 'warning' | 'broken'
  readonly what: string
  /** The reason why it matters. Absent for `ok`. */
  readonly why?: string
  /** The next steps, as lines to paste if possible. */
  readonly hints?: readonly string[]
  /** The file as messages show it: `~/.aws/config`. */
  readonly file?: string
  readonly line?: number
  /** The change that `--fix` makes. Absent if the file is not ours. */
  readonly fix?: Fix
}

/** The allowed changes: files of our own cache, and the line that loads our wrapper. */
export type Fix =
  | { readonly kind: 'mode'; readonly path: string; readonly mode: number }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'unlock'; readonly path: string }
  | ({ readonly kind: 'line' } & LineFix)

/**
 * A change of a line in a user's file. It applies only if the line, counted from 1, still equals `before`.
 */
export interface LineFix {
  readonly path: string
  readonly line: number
  readonly before: string
  readonly after: string
}

/** A finding without a problem. */
export const ok = (id: string, what: string): Finding => ({ id, severity: 'ok', what })

/** A finding for an error that a command would throw. */
export function brokenBy(
  id: string,
  { message, hints }: { readonly message: string; readonly hints: readonly string[] },
  why: string,
): Finding {
  return { id, severity: 'broken', what: message, why, hints: hints }
}
