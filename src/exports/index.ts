import type { Session } from '../model/session.ts'
import { fish } from './fish.ts'
import { posix, posixWithBuiltin } from './posix.ts'
import { processDocument } from './process.ts'
import type { ShellChange } from './shell-change.ts'

/** `shell`: code to eval, for any change of a shell's variables. `document`: a session as data. */
export type Format =
  | {
      readonly kind: 'shell'
      readonly name: string
      readonly code: (change: ShellChange) => string
      /** Code that does nothing but fail, since `eval ""` would succeed. */
      readonly failure: (exitCode: number) => string
    }
  | {
      readonly kind: 'document'
      readonly name: string
      readonly document: (session: Session) => string
    }

const exit = (exitCode: number) => `(exit ${exitCode});\n`

/** `return` in fish would end the caller's script, so it gets a plain failure. */
const falseInFish = () => 'false;\n'

/** What `--format` takes. */
export const formats: readonly Format[] = [
  { kind: 'shell', name: 'bash', code: posixWithBuiltin, failure: exit },
  { kind: 'shell', name: 'zsh', code: posixWithBuiltin, failure: exit },
  { kind: 'shell', name: 'fish', code: fish, failure: falseInFish },
  { kind: 'shell', name: 'posix', code: posix, failure: exit },
  { kind: 'document', name: 'process', document: processDocument },
]
