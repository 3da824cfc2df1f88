import type { Session } from '../../model/session.ts'
import type { Request } from '../../plan/request.ts'
import { type Attempts, planAndConfirm } from './plan-and-confirm.ts'
import type { Run } from './run.ts'
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
  const planAgain = async (request: Request) =>
    runAndRecover(await planAndConfirm(request, attempts), attempts)
  // The kind of keys that the program prints is now known, so the plan is made again.
  if (outcome.error instanceof OtherKindOfKeys) return planAgain(run.request)
  const { recover } = await import('./recover.ts')
  return recover(outcome, planAgain)
}
