import { core as inTests } from '../shells/posix-shells.ts'
import { expectClean, type SeenCall, type TestAws } from '../test-aws.ts'
import { plain, Terminal } from './pty.ts'

/** The texts to wait for, in order, and what to type or to do at each. */
export type Dialogue = readonly (readonly [seen: string | RegExp, then: string | (() => void)])[]

/**
 * Runs a bash script on a terminal and types the answers to its prompts. In the script, `assume` is the
 * core itself. `shown` is the complete output of the script, without escape sequences.
 */
export async function dialogue(testAws: TestAws, lines: readonly string[], answers: Dialogue = []) {
  const seen = testAws.aws.calls.length
  // bash then waits, since a terminal can lose the last output of a program that ends.
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

/** The command line of the core, quoted for a shell. */
export const core = `'${inTests.node}' '${inTests.script}'`

/** Lines that capture the output of assume, as `eval "$(assume …)"` does, and print its status and output. */
export const captured = (words: string) => [
  `out=$(assume ${words}); echo "status $?"`,
  'case $out in *ASIA*) echo "a session";; *) echo "printed $out";; esac',
]
