import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { program } from '../program.ts'
import { expectClean, type TestAws } from '../test-aws.ts'
import { plain, Terminal } from './pty.ts'

/**
 * Runs a command, saves its stdout and stderr in files, and then writes its exit status. Stdout is a pipe,
 * since assume prints no credentials into a file.
 */
const script = `trap '' HUP
mkfifo "$HOME/stdout"
cat <"$HOME/stdout" >"$HOME/out" &
"$@" >"$HOME/stdout" 2>"$HOME/err"
status=$?
wait
rm "$HOME/stdout"
echo $status >"$HOME/status.new" && mv "$HOME/status.new" "$HOME/status"`

/**
 * Runs the program on a terminal, which is closed when it shows `seen`. A shell ignores SIGHUP and waits for
 * the program. So the program gets no SIGHUP, and only notices that it cannot read from the terminal.
 */
export async function withoutTerminal(
  { home }: Pick<TestAws, 'home'>,
  words: readonly string[],
  seen: string | RegExp,
  env: Readonly<Record<string, string>> = {},
) {
  const args = ['-c', script, 'sh', process.execPath, program, ...words]
  const terminal = Terminal.start('sh', args, home.path, { ...home.env, ...env })
  const shown = plain(await terminal.waitFor(seen))
  terminal.hangUp()
  const read = (name: string) => readFileSync(join(home.path, name), 'utf8')
  await expect
    .poll(() => existsSync(join(home.path, 'status')), { interval: 20, timeout: 20_000 })
    .toBe(true)
  const ended = { stdout: read('out'), stderr: read('err'), exitCode: Number(read('status')) }
  expectClean(ended.stderr)
  return { shown, ...ended }
}
