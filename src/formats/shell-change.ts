import type { Environment } from '../model/context.ts'
import { activeSession, restoredVariables, upsetsForeignKeys } from './active-session.ts'
import { credentialVariables, ownVariables, type Variables } from './variables.ts'

/**
 * The changes to a shell's variables, in this order. The shell itself saves and restores the
 * values. assume prints only names, so that no old key passes through stdout.
 */
export interface ShellChange {
  /** Variables that get their value before the session back. A variable without such a value is unset. */
  readonly restore: readonly string[]
  /** Variables whose saved value is dropped. Their current value stays. */
  readonly forget: readonly string[]
  /** Variables whose value is saved until the session ends. */
  readonly save: readonly SavedVariable[]
  readonly set: Variables
  /** `replaces`: an assume session is active and stays active, so the original values are already saved. */
  readonly session: 'begins' | 'replaces' | 'ends'
}

export interface SavedVariable {
  readonly name: string
  /** assume's environment contains only exported variables, so it shows which ones are exported. */
  readonly exported: boolean
}

/**
 * The change from the current state to a session with these variables. Saved values of variables
 * that both sessions set stay saved. Variables that only the old session set are restored.
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
    // If the user unset the session by hand, saved values may still exist.
    forget: unsaved,
    save: unsaved
      .filter((name) => !upsetting.includes(name))
      .map((name) => ({ name, exported: env[name] !== undefined })),
    set: variables,
    session: active.state === 'ours' ? 'replaces' : 'begins',
  }
}

/** The same change for a shell without saved values. It unsets the variables that would be restored. */
export const plainVariables = ({ restore, set }: ShellChange): Variables => ({
  ...Object.fromEntries(restore.map((name) => [name, null])),
  ...set,
})

/** The change back to the state before the session. Keys that the user exported over the session stay. */
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
