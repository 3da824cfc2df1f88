import { appendToGithubEnv } from '../../cli/github-env.ts'
import { deliver, type Output } from '../../cli/output.ts'
import type { Format } from '../../formats/index.ts'
import { plainVariables, takeSession } from '../../formats/shell-change.ts'
import { type RequestHistory, sessionVariables } from '../../formats/variables.ts'
import type { Context, Environment } from '../../model/context.ts'
import type { Reporter } from '../../model/reporter.ts'
import type { Session } from '../../model/session.ts'

/** Prints a session in the selected format. */
export async function printSession(
  session: Session,
  history: RequestHistory,
  output: Output,
  context: Context,
  report: Reporter,
): Promise<void> {
  const { format } = output
  if (format.kind !== 'github-env') {
    await deliver(exportText(format, session, history, context.env), output, context)
    return
  }
  const variables = format.variables(session)
  for (const name of leftInPlace(session, context.env)) {
    report.note(
      `${name} is set in this job, and some tools prefer it to these keys; remove it there`,
    )
  }
  // The masks come first, so that no step can log a value before GitHub masks it.
  await deliver(format.masks(session), output, context)
  appendToGithubEnv(variables, context)
}

type TextFormat = Exclude<Format, { kind: 'github-env' }>

function exportText(
  format: TextFormat,
  session: Session,
  history: RequestHistory,
  env: Environment,
): string {
  if (format.kind === 'document') return format.document(session)
  const change = takeSession(sessionVariables(session, history), env)
  return format.kind === 'shell' ? format.code(change) : format.lines(plainVariables(change))
}

/** A step can set variables for the next step and cannot unset any. */
const leftInPlace = (session: Session, env: Environment) =>
  Object.entries(sessionVariables(session))
    .filter(([name, value]) => name.startsWith('AWS_') && value === null && env[name])
    .map(([name]) => name)
