import { type Cache, openCache } from '../../cache/cache.ts'
import { removeOlderFastPath } from '../../cache/fast-path-files.ts'
import { activeSession } from '../../formats/active-session.ts'
import type { Context } from '../../model/context.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { Session } from '../../model/session.ts'
import type { Plan } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { renewAt } from '../../plan/prompt-needs.ts'
import type { Request } from '../../plan/request.ts'
import { readPlanInputs } from '../read-plan-inputs.ts'
import { tellWarnings } from '../request-warnings.ts'
import { dangerGuard } from './danger-guard.ts'
import { cachedSession } from './only-cached.ts'
import { orSignIn } from './or-sign-in.ts'
import { type Asker, type Attempts, planAndConfirm } from './plan-and-confirm.ts'
import { type Finished, runAndRecover } from './run-and-recover.ts'
import { sharedWithAwsCli } from './shared-with-aws-cli.ts'

/** A session, with the plan and the cache that it comes from. */
export interface Obtained {
  readonly session: Session
  readonly plan: Plan
  readonly cache: Cache
}

/** Obtains the session of a request. AWS's own files are read and never written. */
export async function obtainSession(
  request: Request,
  context: Context,
  interaction: Interaction,
): Promise<Obtained & { readonly inputs: PlanInputs }> {
  const inputs = await readPlanInputs(context)
  const active = activeSession(context.env).state === 'ours' ? context.env.ASSUME_KEY_ID : undefined
  const asker = { context, inputs, ...(active !== undefined && { activeKeyId: active }) }
  return { ...(await obtainSessionFor(request, asker, interaction)), inputs }
}

/**
 * Obtains a session with inputs that are already read, so that a caller can obtain many. If a sign-in to
 * IAM Identity Center is missing, it offers the sign-in.
 */
export async function obtainSessionFor(
  request: Request,
  asker: Asker,
  interaction: Interaction,
): Promise<Obtained> {
  const attempts = { asker, interaction, guard: dangerGuard(interaction) }
  removeOlderFastPath(openCache(asker.context, asker.inputs.settings), interaction.report.debug)
  const obtained = await orSignIn(() => obtain(request, attempts), attempts)
  asker.context.sessionObtained()
  return obtained
}

/** Plan, confirm, reuse, run, recover, annotate. */
async function obtain(request: Request, attempts: Attempts): Promise<Obtained> {
  const { asker, interaction } = attempts
  tellWarnings(request, asker.inputs, interaction)
  const run = await planAndConfirm(request, attempts)
  if (request.options.cached) return annotated({ session: await cachedSession(run), run })
  const awsCli = await sharedWithAwsCli(run, asker.context.userId)
  const session = awsCli.find()
  if (session) return annotated({ session, run })
  const finished = await runAndRecover(run, attempts)
  awsCli.leave(finished.session)
  return annotated(finished)
}

/** Adds the data that the prompt needs. */
function annotated({ session, run }: Finished): Obtained {
  const { plan, cache, interaction } = run
  const { renewSeconds, ...others } = run.prompt
  const { expiration } = session.credentials
  const isRenewed = renewSeconds !== undefined && expiration !== undefined
  const prompt = {
    ...others,
    ...(isRenewed && { renewAt: renewAt(renewSeconds, expiration, interaction.now()) }),
  }
  return { session: { ...session, prompt }, plan, cache }
}
