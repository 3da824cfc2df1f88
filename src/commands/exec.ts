import { historyOf, recordRequest } from '../cache/shell-requests.ts'
import { commandUsage } from '../cli/command-usage.ts'
import { optionField } from '../cli/option-field.ts'
import { deliver } from '../cli/output.ts'
import { shellWord } from '../formats/posix.ts'
import { programEnvironment } from '../formats/program-environment.ts'
import { takeSession } from '../formats/shell-change.ts'
import { sessionVariables, type Variables } from '../formats/variables.ts'
import type { Context } from '../model/context.ts'
import { UsageError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import { isKnownRole } from '../plan/mfa/mistyped-code.ts'
import type { Request } from '../plan/request.ts'
import { checkProgram } from '../programs/find-program.ts'
import { type Program, runProgram } from '../programs/run-program.ts'
import { shellAbove } from '../programs/user-shell.ts'
import { obtainSession } from '../session/obtain/obtain.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import { runServed } from '../session/run-served.ts'
import { ProgramCommand } from './base/program-command.ts'
import { withoutCode } from './target.ts'

/** Runs one program with a session. The shell stays unchanged. */
export class ExecCommand extends ProgramCommand {
  static override paths = [['exec']]
  static override usage = commandUsage({
    group: 'Use credentials',
    synopsis: '[TARGET] [OPTIONS] [-- PROGRAM ARG…]',
    description: 'run one program with the credentials of a target',
    details: `
      This shell does not change. Without -- PROGRAM it starts your shell. Without TARGET you pick one. No
      shell expands the arguments.

      The exit status is that of PROGRAM, or 128 plus the number of the signal that ended it.
    `,
    examples: [
      ['One command', '$0 exec prod -- aws s3 ls'],
      ['A shell with the credentials, until you type exit', '$0 exec prod'],
      ['A job that takes longer than a session lasts', '$0 exec --server prod -- ./nightly-job'],
    ],
  })

  // The program receives variables in any case.
  override format = undefined
  server = optionField({
    name: '--server',
    help: 'provide credentials while the program runs, and renew them',
  })
  tokenVariable = optionField({
    name: '--token-variable',
    help: 'with --server: for SDKs from before 2024, which cannot read a token file',
  })

  override async execute(): Promise<number> {
    const { context } = this
    const program = this.programOrShell()
    await this.refuseProgramWithoutDashes()
    const named = this.isToBePicked() ? undefined : this.request()
    if (this.tokenVariable && !this.server) {
      throw new UsageError('--token-variable needs --server')
    }
    checkProgram(program[0], context)
    if (named) {
      const use = (request: Request, interaction: Interaction) =>
        this.run(program, request, interaction)
      return (await this.orPicked(named, use)) ?? 130
    }
    const request = await this.picked()
    return request ? this.run(program, request, this.interaction()) : 130
  }

  private async run(program: Program, request: Request, interaction: Interaction): Promise<number> {
    const { context } = this
    if (this.server) return runServed(program, request, this.tokenVariable, context, interaction)
    // The wrapper runs the program, so that Node does not wait for it.
    if (context.env.ASSUME_EVAL_FD !== undefined) return this.printFor(request, interaction)
    const variables = await this.variables(request, interaction)
    return runProgram(program, programEnvironment(variables, context.env), context)
  }

  private programOrShell(): Program {
    const [file, ...args] = this.program ?? [ownShell(this.context)]
    if (file !== undefined) return [file, ...args]
    throw new UsageError('there is no program after --', [
      'for a shell with the credentials, leave out --',
    ])
  }

  /**
   * Refuses a program without `--` before it. Two words are also USER ROLE, if the role is known.
   *
   * @throws UsageError with the line to type.
   */
  private async refuseProgramWithoutDashes(): Promise<void> {
    const missing = await this.missingDoubleDash()
    if (!missing) return
    const [user, role, another] = withoutCode(this.words)
    const isTarget = user !== undefined && role !== undefined && another === undefined
    if (!isTarget || this.profile !== undefined || user.startsWith('arn:')) throw missing
    const inputs = await readPlanInputs(this.context)
    if (isKnownRole(user, role, inputs)) return
    throw new UsageError(missing.message, [
      `for a role "${role}" of the user "${user}": ${this.withShell()}`,
      ...missing.hints,
    ])
  }

  /** The same words with `--`, so that they are USER ROLE. */
  private withShell(): string {
    const words = ['assume', 'exec', ...withoutCode(this.typed), '--', ownShell(this.context)]
    return words.map(shellWord).join(' ')
  }

  private async printFor(request: Request, interaction: Interaction): Promise<number> {
    const { context } = this
    const output = this.output()
    const { format } = output
    if (format.kind !== 'shell') throw new Error(`a wrapper asks for ${format.name}`)
    const change = takeSession(await this.variables(request, interaction), context.env)
    await deliver((format.programCode ?? format.code)(change), output, context)
    return 0
  }

  private async variables(request: Request, interaction: Interaction): Promise<Variables> {
    const { env, now } = this.context
    const { session, plan, cache } = await obtainSession(request, this.context, interaction)
    const history = historyOf(request, env, cache, now())
    recordRequest(request, plan, session, cache, interaction)
    return sessionVariables(session, history)
  }
}

/** The user's shell: `$SHELL`, else the shell that runs assume, else /bin/sh. */
const ownShell = ({ env, parentPid }: Context): string =>
  env.SHELL || shellAbove(parentPid) || '/bin/sh'
