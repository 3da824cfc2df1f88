import type { Shell } from './shell.ts'

/** The absolute paths and the name for loading the wrapper. */
export interface LoadedFiles {
  readonly node: string
  readonly script: string
  /** `…/shell/assume.zsh` */
  readonly wrapper: string
  /** The name of the command. If absent, the current name stays, or `assume` by default. */
  readonly cmd?: string
}

/**
 * The line that loads the wrapper. It contains the paths of Node and of the program, so that a
 * changed PATH or another Node version of nvm cannot break the shell.
 */
export function loadingLine(shell: Shell, { cmd, node, script, wrapper }: LoadedFiles): string {
  const statements = [
    ...(cmd === undefined ? [] : [shell.assignment('__assume_cmd', cmd)]),
    shell.assignment('__assume_node', node),
    shell.assignment('__assume_script', script),
    shell.source(wrapper),
  ]
  return `${statements.join('; ')};`
}

/** Matches a loading line whose values need no escape. */
export function loadingLinePattern(shell: Shell): RegExp {
  const line = (cmd?: string) =>
    loadingLine(shell, {
      node: 'NODE',
      script: 'SCRIPT',
      wrapper: `WRAPPER/assume.${shell.name}`,
      ...(cmd && { cmd }),
    })
      .replaceAll(/[$()*+.?[\]^{|}\\]/g, '\\$&')
      .replaceAll(/NODE|SCRIPT|WRAPPER/g, "[^'\\\\]+")
      .replace('CMD', '(?<cmd>\\w+)')
  return new RegExp(`^(?:${line('CMD')}|${line()})$`)
}
