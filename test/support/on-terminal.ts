import { program } from './program.ts'
import { plain, Terminal } from './pty.ts'
import { expectClean, type Scene } from './scene.ts'

/**
 * Types what is asked for into a terminal on which a script of bash runs. `shown` is all that was on
 * it until the script was done, without what moves the cursor.
 */
export async function onTerminal(
  scene: Scene,
  lines: readonly string[],
  dialogue: readonly (readonly [seen: string, typed: string | (() => void)])[] = [],
) {
  const seen = scene.aws.calls.length
  const script = [`assume() { ${core} "$@"; }`, ...lines, 'printf "the %s\\n" end'].join('\n')
  const args = ['--norc', '-c', script]
  const terminal = Terminal.start('bash', args, scene.home.path, scene.home.env)
  let output = ''
  for (const [text, typed] of dialogue) {
    output += await terminal.waitFor(text)
    if (typeof typed === 'string') terminal.type(typed)
    else typed()
  }
  output += await terminal.waitFor('the end')
  const shown = plain(output).replace(/the end$/, '')
  expectClean(shown)
  return { shown, calls: scene.aws.calls.slice(seen).map(({ params }) => params) }
}

export const core = `'${process.execPath}' '${program}'`

/** Its output is taken, as \`eval "$(assume …)"\` does; then its status and what was printed. */
export const captured = (words: string) => [
  `out=$(assume ${words}); echo "status $?"`,
  'case $out in *ASIA*) echo "a session";; *) echo "printed $out";; esac',
]
