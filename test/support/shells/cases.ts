import { symlinkSync } from 'node:fs'
import type { AwsServer } from 'aws-stand-in'
import { expect } from 'vitest'
import { plain, Terminal } from '../terminal/pty.ts'
import { core } from './posix-shells.ts'
import { ShellSession } from './shell-session.ts'
import type { Shell } from './shells.ts'

/** What a user types at a prompt, and what the shell shows. It is the same in each shell. */
export interface Case {
  /** The shells in which to test this. By default, these are all shells. */
  readonly in?: readonly Shell[]
  /** Lines of the rc file before and after the line that loads the wrapper. */
  readonly above?: (shell: Shell) => readonly string[]
  readonly below?: (shell: Shell) => readonly string[]
  /** The name of a link to the home directory. HOME is then the path of the link. */
  readonly home?: string
  readonly prepare?: (bob: ShellSession) => void
  readonly steps: (shell: Shell) => readonly Step[]
}

/**
 * A line that the test types at a prompt, its complete output (by default none), and the segment in the next
 * prompt: '' for no segment, undefined for any. `1h00m` in a segment counts as `59m`.
 */
export type Step = readonly [typed: string, shown?: string | RegExp, segment?: string] | Dialogue

/** A line that starts a dialogue. `keys`: the texts to wait for, in order, and the keys to type at each. */
export interface Dialogue {
  readonly typed: string
  readonly keys: readonly (readonly [seen: string, keys: string])[]
  /** Matches the output up to the next prompt. */
  readonly shown?: RegExp
}

/** Tests a case at Bob's prompt. His rc file loads the wrapper, and AWS_REGION is set. */
export async function happens(row: Case, shell: Shell, aws: AwsServer): Promise<void> {
  const bob = new ShellSession(aws)
  row.prepare?.(bob)
  const home = bob.path(row.home ?? '')
  if (row.home) symlinkSync('.', home)
  const rc = [...(row.above?.(shell) ?? []), shell.load(core), ...(row.below?.(shell) ?? [])]
  const env = { ...bob.env, HOME: home, AWS_REGION: 'us-east-1' }
  const terminal = await Terminal.open(shell, home, rc, env)
  for (const step of row.steps(shell)) {
    if ('typed' in step) await converse(terminal, step)
    else await enter(terminal, step)
  }
}

async function enter(terminal: Terminal, [typed, shown = '', segment]: Exclude<Step, Dialogue>) {
  const { output, prompt } =
    segment === undefined
      ? { output: await terminal.output(typed), prompt: '' }
      : await terminal.run(typed)
  const said = withoutEcho(output)
  if (typeof shown === 'string') expect(said, typed).toBe(shown)
  else expect(said, typed).toMatch(shown)
  if (segment !== undefined) expect(segmentsIn(prompt), `after ${typed}`).toBe(segment)
}

async function converse(terminal: Terminal, { typed, keys, shown }: Dialogue) {
  terminal.type(`${typed}\r`)
  let output = ''
  for (const [seen, pressed] of keys) {
    output += await terminal.waitFor(seen)
    terminal.type(pressed)
  }
  output += await terminal.waitFor('~~> ')
  if (shown) expect(plain(output), typed).toMatch(shown)
}

/** Removes the typed line, the mark after the output and the last line feed. */
const withoutEcho = (output: string) => output.replace(/^.*\n/, '').replace(/(^|\n)mark-\d+\n$/, '')

/** The segments of assume in a prompt. A shell redraws the right prompt at each key, so repetitions count once. */
function segmentsIn(prompt: string): string {
  const [left = '', ...rest] = plain(prompt).replaceAll('1h00m', '59m').split('~~> ')
  const find = (text: string) => text.match(/\([^()]+ (?:\d+m|expired)\)/g) ?? []
  return [...find(left), ...new Set(find(rest.join()))].join(' ')
}
