import type { SetupStep } from '../iam/setup-steps.ts'
import { AssumeError, InterruptedError } from '../model/errors.ts'
import { makeAccessKey } from './make-access-key.ts'
import { makeDevice } from './make-device.ts'
import { runCall, type Work } from './run-call.ts'

/**
 * Runs the steps in order and reports each on stderr. A failed step or Ctrl-C ends the run.
 *
 * @throws AssumeError with AWS's message, the completed steps, and the commands to continue or
 *   undo.
 */
export async function runSteps(steps: readonly SetupStep[], work: Work): Promise<void> {
  const { context, report } = work
  const done: string[] = []
  let current = ''
  const interrupted = (error: InterruptedError) =>
    error.tell(`cancelled while it was to ${current}, which may have happened`, after(done, work))
  const tell = () => {
    const { reason } = context.interrupted
    if (reason instanceof InterruptedError) interrupted(reason)
  }
  context.interrupted.addEventListener('abort', tell)
  try {
    for (const step of steps) {
      current = step.title
      report.note(step.title)
      await runStep(step, work)
      done.push(step.title)
    }
  } catch (error) {
    if (error instanceof InterruptedError) throw interrupted(error)
    if (!(error instanceof AssumeError)) throw error
    throw new AssumeError(error.message, [...error.hints, ...after(done, work)])
  } finally {
    context.interrupted.removeEventListener('abort', tell)
  }
}

function after(done: readonly string[], { goOn, takeBack }: Work): string[] {
  return [
    done.length > 0 ? `done before that: ${done.join('; ')}` : 'nothing was done before that',
    `to go on, without doing anything twice: ${goOn}`,
    ...(takeBack ? [`to take it back: ${takeBack}`] : []),
  ]
}

async function runStep(step: SetupStep, work: Work): Promise<void> {
  if (step.makes === 'device') return makeDevice(step.title, work)
  if (step.makes === 'access-key') return makeAccessKey(step.title, work)
  for (const call of step.calls) await runCall(step.title, call, work)
}
