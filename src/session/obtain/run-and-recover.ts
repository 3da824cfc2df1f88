import { secondTry } from '../../diagnosis/first-refusal.ts'
import { inspectDeniedRole } from '../../diagnosis/inspect-denied-role.ts'
import { StsRefusal } from '../../diagnosis/sts-failure.ts'
import { explained, tooLong } from '../../diagnosis/too-long.ts'
import type { Session } from '../../model/session.ts'
import type { NextAttempt } from './next-attempt.ts'
import { type Attempts, planAndConfirm } from './plan-and-confirm.ts'
import { recoverFromDenial } from './recover-from-denial.ts'
import type { Failure, Run } from './run.ts'
import { OtherKindOfKeys, runPlan } from './run-plan.ts'

/** A session and the run that made it, which is the last of several attempts. */
export interface Finished {
  readonly session: Session
  readonly run: Run
}

/** Runs a plan. If AWS denies it and another attempt can succeed, makes that attempt. */
export async function runAndRecover(run: Run, attempts: Attempts): Promise<Finished> {
  const outcome = await runPlan(run)
  if ('session' in outcome) return outcome
  // The kind of keys that the program prints is now known, so the plan is made again.
  if (outcome.error instanceof OtherKindOfKeys) {
    return runAndRecover(await planAndConfirm(run.request, attempts), attempts)
  }
  const next = recoverFromDenial(outcome)
  if (!next) throw await betterWords(outcome)
  run.interaction.report.note(next.note)
  const finished = await makeAttempt(next, run, attempts)
  next.remember()
  return finished
}

function makeAttempt(next: NextAttempt, run: Run, attempts: Attempts): Promise<Finished> {
  const { refusal } = next
  const again = async () => {
    try {
      return await runAndRecover(await planAndConfirm(next.request, attempts), attempts)
    } catch (error) {
      next.failed?.(error)
      throw error
    }
  }
  return refusal
    ? secondTry(refusal, run.interaction, () => inspectDeniedRole(refusal, run), again)
    : again()
}

async function betterWords({ error, run }: Failure): Promise<unknown> {
  const found = tooLong(error, run)
  if (found) return explained(found, run)
  return error instanceof StsRefusal ? inspectDeniedRole(error, run) : error
}
