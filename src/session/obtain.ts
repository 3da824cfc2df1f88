import { openCache, withoutSessions } from '../cache/cache.ts'
import { removeOlderFastPath } from '../cache/fast-path-files.ts'
import { secondTry } from '../diagnosis/first-refusal.ts'
import { inspectDeniedRole } from '../diagnosis/inspect-denied-role.ts'
import { StsRefusal } from '../diagnosis/sts-failure.ts'
import { explained, tooLong } from '../diagnosis/too-long.ts'
import { activeSession } from '../formats/active-session.ts'
import type { Context } from '../model/context.ts'
import type { Interaction } from '../model/interaction.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { type PromptNeeds, promptNeeds, renewAt } from '../plan/prompt-needs.ts'
import type { Request } from '../plan/request.ts'
import { sourceOfKind } from '../sources/index.ts'
import { offerSignIn } from '../sso/sign-in/offer-sign-in.ts'
import { SignInNeeded } from '../sso/sign-in-needed.ts'
import { type DangerGuard, dangerGuard } from './danger-guard.ts'
import { decidePlan } from './decide-plan.ts'
import type { NextAttempt } from './next-attempt.ts'
import type { Obtained } from './obtained.ts'
import { cachedSession } from './only-cached.ts'
import { OtherKindOfKeys } from './other-kind-of-keys.ts'
import { readPlanInputs } from './read-plan-inputs.ts'
import { recoverFromDenial } from './recover-from-denial.ts'
import { tellWarnings } from './request-warnings.ts'
import type { Run } from './run.ts'
import { runPlan } from './run-plan.ts'
import { sharedWithAwsCli } from './shared-with-aws-cli.ts'

/** The inputs that sessions are obtained with. */
export interface Asker {
  readonly context: Context
  readonly inputs: PlanInputs
  /** Key ID of the shell's active session. That session is renewed if the renewal needs no code. */
  readonly activeKeyId?: string
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
  const guard = dangerGuard(interaction)
  try {
    return await obtainOnce(request, asker, interaction, guard)
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error
    if (!(await offerSignIn(error, asker.context, interaction))) throw error
    return obtainOnce(request, asker, interaction, guard)
  }
}

async function obtainOnce(
  request: Request,
  { context, inputs, activeKeyId }: Asker,
  interaction: Interaction,
  guard: DangerGuard,
): Promise<Obtained> {
  const { report } = interaction
  const cache = openCache(context, inputs.settings)
  removeOlderFastPath(cache, (text) => report.debug(text))
  tellWarnings(request, inputs, interaction)
  let needs: PromptNeeds | undefined
  const start = async (wanted: Request): Promise<Run> => {
    const plan = await decidePlan(wanted, inputs, interaction, cache, guard)
    report.debug(`plan ${JSON.stringify(plan)}`)
    needs = promptNeeds(plan, inputs.settings, sourceOfKind(plan.source.kind).mayAsk === true)
    await guard(plan.danger)
    for (const note of plan.notes) report.note(note)
    return {
      plan,
      inputs,
      interaction,
      cache: plan.danger?.mayBeCached === false ? withoutSessions(cache) : cache,
      code: wanted.code,
      startedAt: interaction.now(),
      refresh: request.options.refresh ?? false,
      ...(activeKeyId !== undefined && { activeKeyId }),
    }
  }
  const run = await start(request)
  if (request.options.cached) {
    const { plan } = run
    return forPrompt({ session: await cachedSession(run), plan, cache }, needs, interaction)
  }
  const obtain = async (wanted: Request, going: Run): Promise<Obtained> => {
    try {
      return await finish(going)
    } catch (error) {
      // The kind of keys that the program prints is now known, so the plan is made again.
      if (error instanceof OtherKindOfKeys) return obtain(wanted, await start(wanted))
      const other = recoverFromDenial(error, wanted, going)
      if (!other) throw await betterWords(error, wanted, going)
      report.note(other.note)
      const obtained = await tryOther(other, going)
      other.remember()
      return obtained
    }
  }
  const tryOther = async (other: NextAttempt, going: Run): Promise<Obtained> => {
    const { refusal } = other
    const again = async () => {
      try {
        return await obtain(other.request, await start(other.request))
      } catch (error) {
        other.failed?.(error)
        throw error
      }
    }
    return refusal
      ? secondTry(refusal, interaction, () => inspectDeniedRole(refusal, going), again)
      : again()
  }
  const shared = await sharedWithAwsCli(request, run, context.userId)
  const found = shared.find()
  if (found) return forPrompt(found, needs, interaction)
  const obtained = await obtain(request, run)
  shared.leave(obtained.session)
  return forPrompt(obtained, needs, interaction)
}

/** Adds the data that the prompt needs. */
function forPrompt(
  obtained: Obtained,
  needs: PromptNeeds | undefined,
  { now }: Interaction,
): Obtained {
  if (!needs) return obtained
  const { renewSeconds, ...others } = needs
  const { expiration } = obtained.session.credentials
  const isRenewed = renewSeconds !== undefined && expiration !== undefined
  const prompt = {
    ...others,
    ...(isRenewed && { renewAt: renewAt(renewSeconds, expiration, now()) }),
  }
  return { ...obtained, session: { ...obtained.session, prompt } }
}

async function finish(run: Run): Promise<Obtained> {
  const session = await runPlan(run)
  const { plan, cache, code, interaction } = run
  if (code !== undefined && plan.steps.some(({ mfa }) => mfa)) {
    interaction.report.note(
      'the code was not needed: a session with MFA is there; it is still unused',
    )
  }
  return { session, plan, cache }
}

async function betterWords(error: unknown, request: Request, run: Run): Promise<unknown> {
  const found = tooLong(error, run)
  if (found) return explained(found, request, run)
  return error instanceof StsRefusal ? inspectDeniedRole(error, run) : error
}
