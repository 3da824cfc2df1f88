import type { Session } from '../model/session.ts'
import { dotenv } from './dotenv.ts'
import { envCode, envNoExport } from './env.ts'
import { fish, fishForProgram } from './fish.ts'
import { githubMasks, githubVariables } from './github.ts'
import { jsonDocument } from './json.ts'
import { nushell } from './nushell.ts'
import { posix, posixWithBuiltin } from './posix.ts'
import { powershell } from './powershell.ts'
import { processDocument } from './process.ts'
import type { ShellChange } from './shell-change.ts'
import type { Variables } from './variables.ts'
import { windowsCmd } from './windows-cmd.ts'

/**
 * `shell`: code for eval that saves the variables it changes and can restore them. `assignments`:
 * the same without saved values. `document`: a session as data. `github-env`: lines for the file of
 * a workflow, preceded by workflow commands that mask its secrets in the log.
 */
export type Format = { readonly name: string; readonly failure?: Failure } & (
  | {
      readonly kind: 'shell'
      readonly code: (change: ShellChange) => string
      /** Code for one program, in a shell that has no subshells. */
      readonly programCode?: (change: ShellChange) => string
    }
  | { readonly kind: 'assignments'; readonly lines: (variables: Variables) => string }
  | { readonly kind: 'document'; readonly document: (session: Session) => string }
  | {
      readonly kind: 'github-env'
      readonly masks: (session: Session) => string
      readonly variables: (session: Session) => string
    }
)

/** Code that only fails. Without code `eval` would succeed. */
type Failure = (exitCode: number) => string

const exit: Failure = (exitCode) => `(exit ${exitCode});\n`

/** `return` in fish would end the caller's script, so the code is a plain failure. */
const falseInFish: Failure = () => 'false;\n'

/** Sets ERRORLEVEL without ending a batch file or closing the window. */
const exitInCmd: Failure = (exitCode) => `cmd /c exit ${exitCode}\r\n`

const throwInPowershell: Failure = (exitCode) =>
  `throw 'assume failed with exit status ${exitCode}'\n`

/** The values of `--format`. The AWS CLI's formats have their AWS CLI names. */
export const formats: readonly Format[] = [
  { kind: 'shell', name: 'bash', code: posixWithBuiltin, failure: exit },
  { kind: 'shell', name: 'zsh', code: posixWithBuiltin, failure: exit },
  { kind: 'shell', name: 'fish', code: fish, programCode: fishForProgram, failure: falseInFish },
  { kind: 'shell', name: 'posix', code: posix, failure: exit },
  { kind: 'assignments', name: 'env', lines: envCode, failure: exit },
  // A caller evaluates it after `set -a` or reads it as a file. Failure code would be an invalid
  // line in a file.
  { kind: 'document', name: 'env-no-export', document: envNoExport, failure: exit },
  { kind: 'assignments', name: 'powershell', lines: powershell, failure: throwInPowershell },
  { kind: 'assignments', name: 'windows-cmd', lines: windowsCmd, failure: exitInCmd },
  // `load-env` fails on empty input, so no failure code is needed.
  { kind: 'assignments', name: 'nushell', lines: nushell },
  { kind: 'document', name: 'dotenv', document: dotenv },
  { kind: 'github-env', name: 'github', masks: githubMasks, variables: githubVariables },
  { kind: 'document', name: 'json', document: jsonDocument },
  { kind: 'document', name: 'process', document: processDocument },
]

/** Returns true if the session stays in the shell, which can then drop it. */
export const staysInShell = (format: Format) =>
  format.kind === 'shell' || format.kind === 'assignments'
