import { Command } from 'clipanion'
import { historyOf, recordRequest } from '../../cache/shell-requests.ts'
import { countTarget } from '../../cache/used-targets.ts'
import type { CommandContext } from '../../cli/context.ts'
import { formatOption, optionField } from '../../cli/option-field.ts'
import { chooseOutput, type Output } from '../../cli/output.ts'
import { repeatedOptions } from '../../cli/repeated-options.ts'
import { reportTo } from '../../cli/report.ts'
import { beforeReading, saveFastPath } from '../../fast-path/save-fast-path.ts'
import { formats, staysInShell } from '../../formats/index.ts'
import type { Interaction } from '../../model/interaction.ts'
import { optionTable } from '../../plan/options/options.ts'
import type { Request } from '../../plan/request.ts'
import { obtainSession } from '../../session/obtain/obtain.ts'
import { printSession } from './print-session.ts'

/** A command that loads a session into the shell. */
export abstract class SessionCommand extends Command<CommandContext> {
  format = optionField(formatOption(formats.map(({ name }) => name)))
  noInput = optionField(optionTable.noInput)
  yes = optionField(optionTable.yes)
  quiet = optionField(optionTable.quiet)
  debug = optionField(optionTable.debug)

  /** @throws UsageError before AWS is called if no shell would receive the session. */
  protected output(): Output {
    return chooseOutput(this.context, this.format, () => this.wordsAgain())
  }

  /** The words after `assume` that repeat the request, for hints. They never contain a code. */
  protected wordsAgain(): readonly string[] {
    return [...this.path, ...repeatedOptions(this)]
  }

  protected interaction(): Interaction {
    const { context, noInput, yes } = this
    const { terminal, now, interrupted } = context
    return { report: reportTo(context, this), terminal, noInput, yes, now, interrupted }
  }

  /** @param typed the words that repeat the request without any option, if possible. */
  protected async assume(
    request: Request,
    output: Output,
    interaction: Interaction,
    typed?: readonly string[],
  ): Promise<number> {
    const { context } = this
    const { env, now } = context
    // A wrapper of another version may not know the format, and only a wrapper reads the file.
    const words =
      this.format === undefined && env.ASSUME_WRAPPER === context.version ? typed : undefined
    const before = words && beforeReading(env, now())
    const obtained = await obtainSession(request, context, interaction)
    const { session, plan, cache } = obtained
    const history = historyOf(request, env, cache, now())
    if (staysInShell(output.format)) {
      recordRequest(request, plan, session, cache, interaction)
      countTarget(request.target, cache, interaction)
    }
    await printSession(session, history, output, context, interaction.report)
    if (words && before) {
      saveFastPath({ words, target: request.target, obtained, history, before }, interaction)
    }
    return 0
  }
}
