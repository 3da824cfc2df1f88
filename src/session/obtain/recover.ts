import { secondTry } from '../../diagnosis/first-refusal.ts'
import { inspectDeniedRole } from '../../diagnosis/inspect-denied-role.ts'
import { mistypedRole } from '../../diagnosis/mistyped-role.ts'
import { StsRefusal } from '../../diagnosis/sts-failure.ts'
import { explained, tooLong } from '../../diagnosis/too-long.ts'
import { findProfile } from '../../plan/find-profile.ts'
import type { Request } from '../../plan/request.ts'
import { twoProfilesHints } from '../../plan/route/refuse-two-profiles.ts'
import type { NextAttempt } from './next-attempt.ts'
import { recoverFromDenial } from './recover-from-denial.ts'
import type { Failure, Run } from './run.ts'

// Import this file on demand: most runs do not fail.

/**
 * Makes the next attempt after a failure, if one can succeed.
 *
 * @param planAgain makes the plan of the changed request and runs it.
 * @throws the error of the failure, with the reason if that can be found.
 */
export async function recover<Finished>(
  failure: Failure,
  planAgain: (request: Request) => Promise<Finished>,
): Promise<Finished> {
  const { run } = failure
  const next = recoverFromDenial(failure)
  if (!next) throw await betterWords(failure)
  run.interaction.report.note(next.note)
  const finished = await makeAttempt(next, run, planAgain)
  next.remember()
  return finished
}

function makeAttempt<Finished>(
  next: NextAttempt,
  run: Run,
  planAgain: (request: Request) => Promise<Finished>,
): Promise<Finished> {
  const { refusal } = next
  const again = async () => {
    try {
      return await planAgain(next.request)
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
  if (!(error instanceof StsRefusal)) return error
  const inspected = await inspectDeniedRole(error, run)
  const exists = typeof inspected.attempt.seenRole === 'object'
  return exists || !/^AccessDenied/.test(error.code)
    ? inspected
    : inspected.hinting(meantInstead(run))
}

/** Hints about the target that the words `USER ROLE` probably mean. */
function meantInstead(run: Run): readonly string[] {
  const { request, inputs } = run
  const { target } = request
  const mistyped = mistypedRole(run)
  if (mistyped || target.kind !== 'user-role') return mistyped ?? []
  const [user, role] = [findProfile(target.user, inputs), findProfile(target.role, inputs)]
  return user && role ? twoProfilesHints(user, role) : []
}
