import { inThisShell } from '../model/command-name.ts'
import type { Context } from '../model/context.ts'
import { inCharset } from '../model/in-charset.ts'
import type { Reporter } from '../model/reporter.ts'
import { visible } from '../model/visible.ts'
import { wrapForTerminal } from './wrap-line.ts'

/**
 * Reports lines on stderr with the program's name. Notes and warnings appear once. Escape sequences in
 * names are made visible.
 */
export function reportTo(
  context: Context,
  { quiet, debug }: { readonly quiet: boolean; readonly debug: boolean },
): Reporter {
  // Each message is one write, so that a running program's output cannot come between its lines.
  const say = (...lines: readonly string[]) =>
    void context.writer.toStderr(
      wrapForTerminal(
        lines.map((line) => inCharset(visible(line), context.env)),
        context,
      )
        .map((line) => `${line}\n`)
        .join(''),
    )
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
