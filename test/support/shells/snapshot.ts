import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { EvalShell } from './posix-shells.ts'

/** Lines that set the user's own variables: exported, unexported and empty ones. */
export const variablesOfTheShell = (shell: EvalShell): readonly string[] => [
  shell.export('AWS_ACCESS_KEY_ID', 'AKIAMYOWN'),
  shell.export('AWS_SECRET_ACCESS_KEY', 'it\'s "mine" $HOME `id` \\'),
  shell.export('AWS_SESSION_TOKEN', ''),
  shell.set('AWS_PROFILE', 'unexported *  ?'),
  shell.set('AWS_SECURITY_TOKEN', ''),
  shell.set('AWS_DEFAULT_REGION', 'unexported'),
]

/**
 * A line that writes the state of a shell into files: its environment, its variables and functions, and
 * its options and traps.
 */
export function snapshot(shell: EvalShell, name: string): string {
  const write = (what: string, kind: string) => `${what} >"$HOME/${name}.${kind}"`
  const lines = [readRest(shell), write('env -0', 'env'), write('set', 'set')]
  if (shell.name === 'fish') return [...lines, write('functions -a', 'functions')].join('; ')
  return [...lines, write('set -o', 'options'), write('trap', 'traps')].join('; ')
}

/** Makes a wrapper load the functions that it otherwise loads at its first call. They stay in the shell. */
const readRest = ({ name }: EvalShell) =>
  name === 'fish'
    ? 'functions -q __assume_fast_path; and __assume_fast_path no such; or true'
    : 'command -v __assume_fast_path >/dev/null && __assume_fast_path no such || :'

/** The differences of two snapshots. `env: - NAME=value` is only in the first, and `env: + …` only in the second. */
export function changes(home: string, shell: EvalShell, before: string, after: string): string[] {
  const kinds =
    shell.name === 'fish' ? ['env', 'set', 'functions'] : ['env', 'set', 'options', 'traps']
  return kinds.flatMap((kind) => {
    const [old, fresh] = [before, after].map((name) => entries(join(home, `${name}.${kind}`), kind))
    return difference(old ?? [], fresh ?? []).map((line) => `${kind}: ${line}`)
  })
}

/** Lines with variables that a shell changes by itself. */
const restless =
  /^(_|\?|!|RANDOM|SRANDOM|SECONDS|LINENO|EPOCH\w*|BASH_(ARGC|ARGV|COMMAND|LINENO|SUBSHELL)|PIPESTATUS|pipestatus|status|status_generation|TTYIDLE|PPID|OPTIND|CMD_DURATION|HISTCMD|history|KSH_MATCH|_AST_FEATURES|\.sh\..*)(=| |$)/

function entries(path: string, kind: string): string[] {
  const text = readFileSync(path, 'utf8')
  return text.split(kind === 'env' ? '\0' : '\n').filter((line) => line && !restless.test(line))
}

function difference(old: readonly string[], fresh: readonly string[]): string[] {
  const [had, has] = [new Set(old), new Set(fresh)]
  return [
    ...old.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...fresh.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ]
}
