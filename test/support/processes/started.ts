import { execa } from 'execa'
import type { Home } from '../home.ts'
import { program } from '../program.ts'

/** Starts the built program and does not wait for it. Without a terminal, its output is cached. */
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
