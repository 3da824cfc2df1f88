import { execa } from 'execa'
import type { Home } from '../home.ts'
import { program } from '../program.ts'

/** Starts the built program without a terminal, and does not wait for it. execa collects its output. */
export function start(words: readonly string[], { env }: Home) {
  return execa(process.execPath, [program, ...words], {
    env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    detached: true,
    stdin: 'ignore',
  })
}
