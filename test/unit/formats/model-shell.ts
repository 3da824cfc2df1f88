import { savedName, savedUnexportedName } from '../../../src/formats/active-session.ts'
import type { ShellChange } from '../../../src/formats/shell-change.ts'

export type Values = Readonly<Record<string, string>>

/** The variables of a shell: exported variables, which programs see, and others. */
export interface ModelShell {
  readonly exported: Values
  readonly unexported: Values
}

/** Applies a {@link ShellChange} in its order. Other tests run the shell code in real shells. */
export function changed(shell: ModelShell, change: ShellChange): ModelShell {
  const exported: Record<string, string> = { ...shell.exported }
  const unexported: Record<string, string> = { ...shell.unexported }
  const unset = (name: string) => {
    delete exported[name]
    delete unexported[name]
  }
  const forget = (name: string) => {
    delete unexported[savedName(name)]
    delete unexported[savedUnexportedName(name)]
  }
  for (const name of change.restore) {
    unset(name)
    const [before, plain] = [unexported[savedName(name)], unexported[savedUnexportedName(name)]]
    if (before !== undefined) exported[name] = before
    else if (plain !== undefined) unexported[name] = plain
    forget(name)
  }
  for (const name of change.forget) forget(name)
  for (const { name, exported: wasExported } of change.save) {
    if (wasExported) unexported[savedName(name)] = exported[name] ?? ''
    else if (unexported[name] !== undefined)
      unexported[savedUnexportedName(name)] = unexported[name]
  }
  for (const [name, value] of Object.entries(change.set)) {
    unset(name)
    if (value !== null) exported[name] = value
  }
  return { exported, unexported }
}
