/** What a check has found. Plain data, and never a secret. */
export interface Finding {
  /** Tells findings of one kind from others: `half-keys`. */
  readonly id: string
  /** `ok`: as it should be. `note`: worth knowing. `warning`: may bite. `broken`: something fails. */
  readonly severity: 'ok' | 'note' | 'warning' | 'broken'
  readonly what: string
  /** Why it matters. Absent where all is well. */
  readonly why?: string
  /** What to do, in lines that can be pasted where possible. */
  readonly hints?: readonly string[]
  /** As shown to people: `~/.aws/config`. */
  readonly file?: string
  readonly line?: number
  /** How `--fix` changes it; absent where the file is not ours. */
  readonly fix?: Fix
}

/** What may be changed: things of our own cache, and the line that loads our wrapper. */
export type Fix =
  | { readonly kind: 'mode'; readonly path: string; readonly mode: number }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'unlock'; readonly path: string }
  | ({ readonly kind: 'line' } & LineFix)

/** Of a file of the user's, if it still says `before` at this line, counted from 1. */
export interface LineFix {
  readonly path: string
  readonly line: number
  readonly before: string
  readonly after: string
}

/** All is well. */
export const ok = (id: string, what: string): Finding => ({ id, severity: 'ok', what })

/** An error that something throws when it is used, found before it is. */
export function brokenBy(
  id: string,
  { message, hints }: { readonly message: string; readonly hints: readonly string[] },
  why: string,
): Finding {
  return { id, severity: 'broken', what: message, why, hints: hints }
}
