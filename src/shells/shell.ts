import type { ShellChange } from '../formats/shell-change.ts'

/** A shell that has a wrapper. */
export interface Shell {
  /** The name of its program and of its format, and the suffix of the files in `shell/`. */
  readonly name: string
  /** The shell runs POSIX code, for example the output of `--format posix`. */
  readonly isPosix: boolean
  /** The code that the core prints for it. */
  readonly format: {
    readonly code: (change: ShellChange) => string
    /** Code for one program, in a shell that has no subshells. */
    readonly programCode?: (change: ShellChange) => string
    /** Code that only fails. */
    readonly failure: (exitCode: number) => string
  }
  /** Sets a variable in a start-up file, without the `;` after it. */
  readonly assignment: (name: string, value: string) => string
  /** Reads a file, without the `;` after it. */
  readonly source: (path: string) => string
  /** Evaluates the output of a command. */
  readonly evaluate: (command: string) => string
  /** The command that loads the wrapper into the current shell. */
  readonly loadNow: string
  /**
   * The files that the shell reads at its start, and that can contain the line that loads the
   * wrapper. A path begins with `~`, `$ZDOTDIR` or `$XDG_CONFIG_HOME`.
   */
  readonly startUpFiles: readonly string[]
  /** The files to which install.sh adds the line. Each is one of the start-up files. */
  readonly installedIn: readonly string[]
  /** Its keywords and builtins. A command with such a name would break scripts. */
  readonly words: string
  /** An interactive shell that reads one start-up file in a folder of its own. */
  readonly demo: (home: string) => DemoStart
}

export interface DemoStart {
  /** The start-up file. */
  readonly path: string
  /** The first lines of the start-up file. */
  readonly text: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Folders that must exist. */
  readonly folders: readonly string[]
}
