import type { Session } from '../model/session.ts'
import { shells } from '../shells/index.ts'
import { dotenv } from './dotenv.ts'
import { envCode, envNoExport } from './env.ts'
import { githubMasks, githubVariables } from './github.ts'
import { jsonDocument } from './json.ts'
import { nushell } from './nushell.ts'
import { posix, posixFailure } from './posix.ts'
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

/** Sets ERRORLEVEL without ending a batch file or closing the window. */
const exitInCmd: Failure = (exitCode) => `cmd /c exit ${exitCode}\r\n`

const throwInPowershell: Failure = (exitCode) =>
  `throw 'assume failed with exit status ${exitCode}'\n`

/** The values of `--format`. The AWS CLI's formats have their AWS CLI names. */
export const formats: readonly Format[] = [
  ...shells.map(({ name, format }) => ({ kind: 'shell' as const, name, ...format })),
  { kind: 'shell', name: 'posix', code: posix, failure: posixFailure },
  { kind: 'assignments', name: 'env', lines: envCode, failure: posixFailure },
  // A caller evaluates it after `set -a` or reads it as a file. Failure code would be an invalid
  // line in a file.
  { kind: 'document', name: 'env-no-export', document: envNoExport, failure: posixFailure },
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
