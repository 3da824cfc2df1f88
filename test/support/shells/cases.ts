import { symlinkSync } from 'node:fs'
import type { AwsServer } from 'aws-stand-in'
import { expect } from 'vitest'
import { plain, Terminal } from '../terminal/pty.ts'
import { core } from './posix-shells.ts'
import { ShellSession } from './shell-session.ts'
import type { Shell } from './shells.ts'

/** One thing that a person does at a prompt, whichever shell that is. */
export interface Case {
  /** All shells, unless said. */
  readonly in?: readonly Shell[]
  /** Lines of the rc file before the one that loads the wrapper, and after it. */
  readonly above?: (shell: Shell) => readonly string[]
  readonly below?: (shell: Shell) => readonly string[]
  /** The name of the home directory. */
  readonly home?: string
  readonly prepare?: (bob: ShellSession) => void
  readonly steps: (shell: Shell) => readonly Step[]
}

/**
 * A line that is typed at a prompt. All that it shows, nothing unless said. The segment in the next
 * prompt, none if '', any if not said; an hour that has just begun counts as 59m.
 */
export type Step = readonly [typed: string, shown?: string | RegExp, segment?: string] | Dialogue

/** A line that asks, or hands the terminal on: keys for what is seen, in turn. */
export interface Dialogue {
  readonly typed: string
  readonly keys: readonly (readonly [seen: string, keys: string])[]
  /** Is among all that is shown until the next prompt. */
  readonly shown?: RegExp
}

/** Bob at the prompt of a shell, with the wrapper in his rc file and a region of his own. */
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

/** Without the line that was typed, the mark after it and the last end of a line. */
const withoutEcho = (output: string) => output.replace(/^.*\n/, '').replace(/(^|\n)mark-\d+\n$/, '')

/** All that a prompt shows of us. What stands at the right is drawn anew with each key. */
function segmentsIn(prompt: string): string {
  const [left = '', ...rest] = plain(prompt).replaceAll('1h00m', '59m').split('~~> ')
  const find = (text: string) => text.match(/\([^()]+ (?:\d+m|expired)\)/g) ?? []
  return [...find(left), ...new Set(find(rest.join()))].join(' ')
}
