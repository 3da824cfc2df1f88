import { inThisShell } from '../model/command-name.ts'
import type { Context } from '../model/context.ts'
import type { Reporter } from '../model/reporter.ts'
import { visible } from '../model/visible.ts'

/**
 * Lines on stderr, each with the name of the program, no note and no warning twice, and no way for
 * a name to steer the terminal.
 */
export function reportTo(
  context: Context,
  { quiet, debug }: { readonly quiet: boolean; readonly debug: boolean },
): Reporter {
  // Each message is written at once, so that no line of a program that runs meanwhile comes into it.
  const say = (...lines: readonly string[]) =>
    void context.writer.toStderr(lines.map((line) => `${visible(line)}\n`).join(''))
  const said = new Set<string>()
  const isNew = (text: string) => !said.has(text) && said.add(text)
  return {
    note: (text) => quiet || (isNew(text) && say(`assume: ${inThisShell(text, context.env)}`)),
    progress: (text) => !quiet && context.isTerminal(2) && say(`assume: ${text}`),
    warning(text, hint) {
      if (quiet || !isNew(text)) return
      const hints = hint ? [`  hint: ${inThisShell(hint, context.env)}`] : []
      say(`assume: warning: ${text}`, ...hints)
    },
    debug: (text) => debug && say(`assume: debug: ${text}`),
    passOn: (text) => context.writer.toStderr(text.split('\n').map(visibleLine).join('\n')),
  }
}

const visibleLine = (line: string) => line.split('\t').map(visible).join('\t')
