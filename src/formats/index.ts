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
 * `shell`: code to eval that saves what it changes and can put it back. `assignments`: the same
 * without a memory. `document`: a session as data. `github-env`: lines for the file of a workflow,
 * and first the workflow commands that keep its secrets out of the log.
 */
export type Format = { readonly name: string; readonly failure?: Failure } & (
  | {
      readonly kind: 'shell'
      readonly code: (change: ShellChange) => string
      /** For one program, where no subshell could take the session for it. */
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

/** Code that does nothing but fail, since to eval nothing would succeed. */
type Failure = (exitCode: number) => string

const exit: Failure = (exitCode) => `(exit ${exitCode});\n`

/** `return` in fish would end the caller's script, so it gets a plain failure. */
const falseInFish: Failure = () => 'false;\n'

/** Sets ERRORLEVEL, and neither ends a batch file nor closes the window. */
const exitInCmd: Failure = (exitCode) => `cmd /c exit ${exitCode}\r\n`

const throwInPowershell: Failure = (exitCode) =>
  `throw 'assume failed with exit status ${exitCode}'\n`

/** What `--format` takes, the AWS CLI's formats under its own names. */
export const formats: readonly Format[] = [
  { kind: 'shell', name: 'bash', code: posixWithBuiltin, failure: exit },
  { kind: 'shell', name: 'zsh', code: posixWithBuiltin, failure: exit },
  { kind: 'shell', name: 'fish', code: fish, programCode: fishForProgram, failure: falseInFish },
  { kind: 'shell', name: 'posix', code: posix, failure: exit },
  { kind: 'assignments', name: 'env', lines: envCode, failure: exit },
  // Evalled after `set -a`, or read as a file, in which the same line is an error.
  { kind: 'document', name: 'env-no-export', document: envNoExport, failure: exit },
  { kind: 'assignments', name: 'powershell', lines: powershell, failure: throwInPowershell },
  { kind: 'assignments', name: 'windows-cmd', lines: windowsCmd, failure: exitInCmd },
  // `load-env` fails by itself where there is nothing to load.
  { kind: 'assignments', name: 'nushell', lines: nushell },
  { kind: 'document', name: 'dotenv', document: dotenv },
  { kind: 'github-env', name: 'github', masks: githubMasks, variables: githubVariables },
  { kind: 'document', name: 'json', document: jsonDocument },
  { kind: 'document', name: 'process', document: processDocument },
]

/** Whether a shell holds the session then, and can drop it. */
export const staysInShell = (format: Format) =>
  format.kind === 'shell' || format.kind === 'assignments'
