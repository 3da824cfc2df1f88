import type { CommandContext } from './cli/context.ts'
import { chooseOutput } from './cli/output.ts'
import { parseFast } from './cli/parse-fast.ts'
import { hintAtProfile } from './cli/profile-hint.ts'
import { wrapForTerminal } from './cli/wrap-line.ts'
import { commandFor } from './commands/index.ts'
import { systemFailure } from './files/system-failure.ts'
import { formats } from './formats/index.ts'
import { inThisShell } from './model/command-name.ts'
import type { Context, Environment } from './model/context.ts'
import { AssumeError, InterruptedError } from './model/errors.ts'
import { inCharset } from './model/in-charset.ts'
import { visible } from './model/visible.ts'
import { UnknownProfile } from './plan/unknown-profile.ts'

/**
 * Runs one command line. Only this function prints errors: on stderr and, if a shell evaluates the output,
 * as code that fails, because `eval ""` would succeed with the old keys.
 *
 * @returns the exit status: 0 done, 1 failed, 2 wrong usage, 3 the user is needed, 70 a bug, 128 + the
 *   number of the signal that ended it.
 */
export async function run(argv: readonly string[], context: Context): Promise<number> {
  try {
    return await Promise.race([execute(argv, context), interruption(context.interrupted)])
  } catch (error) {
    const exitCode = print(error, context)
    if (commandFor(argv[0]).isEvaluated) failTheEval(argv, exitCode, context)
    return exitCode
  }
}

async function execute(argv: readonly string[], context: Context): Promise<number> {
  const [first, ...others] = argv
  if (others.length === 0 && (first === '--version' || first === '-v')) {
    await context.writer.toStdout(`${context.version}\n`)
    return 0
  }
  if (first === 'help' || asksForHelp(argv)) {
    const { helpAbout, helpFor } = await import('./cli/help.ts')
    const width = context.isTerminal(1) ? context.columns(1) : undefined
    const page = await (first === 'help' ? helpAbout(others, width) : helpFor(argv, width))
    await context.writer.toStdout(inCharset(inThisShell(page, context.env), context.env))
    return 0
  }
  const command = (await parseFast(argv)) ?? (await parseSlowly(argv, context))
  command.context = context as CommandContext
  const exitCode = await command.validateAndExecute().catch(async (error) => {
    if (!(error instanceof UnknownProfile)) throw error
    const { unknownWord } = await import('./cli/mistakes/unknown-word.ts')
    throw unknownWord(error, command)
  })
  if (first !== undefined && command.path.includes(first)) await hintAtProfile(first, context)
  return exitCode
}

async function parseSlowly(argv: readonly string[], context: Context) {
  const { parseCommand } = await import('./cli/parse-command.ts')
  return parseCommand(argv, context)
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  const ours = end < 0 ? argv : argv.slice(0, end)
  return ours.includes('--help') || ours.includes('-h')
}

/** Rejects once every abort listener has finished its clean-up. */
function interruption(signal: AbortSignal): Promise<never> {
  return new Promise((_, interrupted) => {
    signal.addEventListener('abort', async () => {
      const { reason } = signal
      // All other listeners have run by then.
      await undefined
      if (reason instanceof InterruptedError) await reason.ending
      interrupted(reason)
    })
  })
}

function print(thrown: unknown, context: Context): number {
  const { writer, version, env } = context
  const error = systemFailure(thrown) ?? thrown
  const isExpected = error instanceof AssumeError
  const lines = isExpected ? errorLines(error, env) : bugLines(error, version)
  const shown = wrapForTerminal(
    lines.map((line) => inCharset(visible(line), env)),
    context,
  )
  void writer.toStderr(shown.map((line) => `${line}\n`).join(''))
  return isExpected ? error.exitCode : 70
}

const errorLines = ({ message, hints }: AssumeError, env: Environment) => [
  `assume: ${inThisShell(message, env)}`,
  ...hints.map((hint) => `  hint: ${inThisShell(hint, env)}`),
]

function bugLines(error: unknown, version: string): string[] {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return [
    `assume: this is a bug in assume ${version}; please report it with these lines:`,
    ...stack.split('\n').map((line) => `  ${line}`),
  ]
}

function failTheEval(argv: readonly string[], exitCode: number, context: Context): void {
  try {
    const name = formatOption(argv)
    const known = formats.some((format) => format.name === name)
    const { format, fileDescriptor } = chooseOutput(context, known ? name : undefined)
    // The wrapper evaluates nothing after a failure and uses the exit status.
    if (!format.failure || fileDescriptor !== 1) return
    // Code that no shell reads is not evaluated.
    context.writer.toDescriptor(1, format.failure(exitCode)).catch(() => {})
  } catch {
    // No shell reads stdout, so nothing is evaluated.
  }
}

/** The value of `--format` in a command line that cannot be parsed. */
function formatOption(argv: readonly string[]): string | undefined {
  const at = argv.findLastIndex((word) => /^(-f|--format)(=|$)/.test(word))
  return at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1])
}
