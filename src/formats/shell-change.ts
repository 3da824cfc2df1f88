import type { Environment } from '../model/context.ts'
import { activeSession, restoredVariables, upsetsForeignKeys } from './active-session.ts'
import { credentialVariables, ownVariables, type Variables } from './variables.ts'

/**
 * What happens to a shell's variables, in this order. The shell does the saving and restoring with
 * its own values; we print names only, so that no old key ever passes through stdout.
 */
export interface ShellChange {
  /** Get back the value they had before our session; unset where there was none. */
  readonly restore: readonly string[]
  /** Their saved value is dropped, they stay as they are. */
  readonly forget: readonly string[]
  /** Kept aside until the session ends. */
  readonly save: readonly SavedVariable[]
  readonly set: Variables
  /** `replaces`: a session of ours was and stays there, so what was before it is saved already. */
  readonly session: 'begins' | 'replaces' | 'ends'
}

export interface SavedVariable {
  readonly name: string
  /** Only what is exported reaches our environment, so that tells. */
  readonly exported: boolean
}

/**
 * From whatever the shell holds now to a session with these variables. What the session before
 * changed too stays saved as it is; what only that one brought goes back.
 */
export function takeSession(variables: Variables, env: Environment): ShellChange {
  const active = activeSession(env)
  const own = new Set<string>(ownVariables)
  const changes = Object.keys(variables).filter((name) => !own.has(name))
  const saved = restoredVariables(active)
  const unsaved = changes.filter((name) => !saved.includes(name))
  const upsetting = upsetsForeignKeys(env)
  return {
    restore: saved.filter((name) => !changes.includes(name)),
    // A session that was dropped by hand may have left some.
    forget: unsaved,
    save: unsaved
      .filter((name) => !upsetting.includes(name))
      .map((name) => ({ name, exported: env[name] !== undefined })),
    set: variables,
    session: active.state === 'ours' ? 'replaces' : 'begins',
  }
}

/**
 * The same change for a shell that keeps nothing aside: what would get its old value back is unset.
 */
export const plainVariables = ({ restore, set }: ShellChange): Variables => ({
  ...Object.fromEntries(restore.map((name) => [name, null])),
  ...set,
})

/** Back to what the shell had before us. Keys that the user exported over ours stay. */
export function endSession(env: Environment): ShellChange {
  const active = activeSession(env)
  const dropped = [...upsetsForeignKeys(env), ...(active.state === 'none' ? [] : ownVariables)]
  return {
    restore: restoredVariables(active),
    forget: active.state === 'foreign' ? credentialVariables : [],
    save: [],
    set: Object.fromEntries(dropped.map((name) => [name, null])),
    session: 'ends',
  }
}
