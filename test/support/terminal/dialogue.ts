import { core as inTests } from '../shells/posix-shells.ts'
import { expectClean, type SeenCall, type TestAws } from '../test-aws.ts'
import { plain, Terminal } from './pty.ts'

/** What was seen, and what is typed or done then. */
export type Dialogue = readonly (readonly [seen: string | RegExp, then: string | (() => void)])[]

/**
 * Types what is asked for into a terminal on which a script of bash runs, where `assume` is the core
 * itself. `shown` is all that was on it until the script was done, without what moves the cursor.
 */
export async function dialogue(testAws: TestAws, lines: readonly string[], answers: Dialogue = []) {
  const seen = testAws.aws.calls.length
  // It stays, for what a terminal shows last can be lost with the one who wrote it.
  const end = 'printf "the %s\\n" end; read -r'
  const script = [`assume() { ${core} "$@"; }`, ...lines, end].join('\n')
  const args = ['--norc', '-c', script]
  const terminal = Terminal.start('bash', args, testAws.home.path, testAws.home.env)
  let output = ''
  for (const [text, then] of answers) {
    output += await terminal.waitFor(text)
    if (typeof then === 'string') terminal.type(then)
    else then()
  }
  output += await terminal.waitFor('the end\r\n')
  const shown = plain(output).replace(/the end\n$/, '')
  expectClean(shown)
  const calls: SeenCall[] = testAws.aws.calls
    .slice(seen)
    .map(({ action, params }) => ({ action, ...params }))
  return { shown, calls }
}

/** The program itself, for a shell. */
export const core = `'${inTests.node}' '${inTests.script}'`

/** Its output is taken, as `eval "$(assume …)"` does; then its status and what was printed. */
export const captured = (words: string) => [
  `out=$(assume ${words}); echo "status $?"`,
  'case $out in *ASIA*) echo "a session";; *) echo "printed $out";; esac',
]
