import type { Context } from '../model/context.ts'
import type { Report } from '../model/report.ts'
import { visible } from '../model/visible.ts'

/** Lines on stderr, each with the name of the program, and no way for a name to steer the terminal. */
export function reportTo(
  { stderr }: Context,
  { quiet, debug }: { readonly quiet: boolean; readonly debug: boolean },
): Report {
  const say = (text: string) => stderr.write(`${visible(text)}\n`)
  return {
    note: (text) => quiet || say(`assume: ${text}`),
    warning(text, hint) {
      if (quiet) return
      say(`assume: warning: ${text}`)
      if (hint) say(`  hint: ${hint}`)
    },
    debug: (text) => debug && say(`assume: debug: ${text}`),
  }
}
