import { Command, Option } from 'clipanion'
import { takeSession } from '../exports/shell-change.ts'
import { sessionVariables } from '../exports/variables.ts'
import type { Talk } from '../model/talk.ts'
import type { Request } from '../plan/request.ts'
import { obtainSession } from '../session/obtain.ts'
import { previousFor, recordRequest } from '../session/shell-requests.ts'
import type { CommandContext } from './context.ts'
import { chooseOutput, deliver, type Output } from './output.ts'
import { reportTo } from './report.ts'

/** A command that takes a session into the shell. */
export abstract class TakingCommand extends Command<CommandContext> {
  format = Option.String('-f,--format', { description: 'bash, zsh, fish, posix, process' })
  noInput = Option.Boolean('--no-input', false, { description: 'ask nothing; exit 3 instead' })
  quiet = Option.Boolean('--quiet', false, { description: 'say nothing but errors' })
  debug = Option.Boolean('--debug', false, { description: 'say each step, never a secret' })

  /** @throws UsageError rather than ask AWS for what nobody would get. */
  protected output(): Output {
    return chooseOutput(this.context, this.format)
  }

  protected talk(): Talk {
    const { context, noInput } = this
    const { now, interrupted } = context
    return { report: reportTo(context, this), noInput, now, interrupted }
  }

  protected async take(request: Request, output: Output, talk: Talk): Promise<number> {
    const { context } = this
    const { env, now } = context
    const { session, plan, cache } = await obtainSession(request, context, talk)
    const { format } = output
    if (format.kind === 'document') {
      deliver(format.document(session), output, context)
      return 0
    }
    const previous = previousFor(request, env, cache, now())
    recordRequest(request, plan, session, cache, talk)
    const change = takeSession(sessionVariables(session, previous), env)
    deliver(format.code(change), output, context)
    return 0
  }
}
