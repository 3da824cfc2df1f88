import { warningText } from '../config/warning.ts'
import { warningsAbout } from '../config/warnings-about.ts'
import type { Context } from '../model/context.ts'
import type { Session } from '../model/session.ts'
import type { Talk } from '../model/talk.ts'
import type { Plan } from '../plan/plan.ts'
import { profilesUsed } from '../plan/profiles-used.ts'
import type { Request } from '../plan/request.ts'
import type { World } from '../plan/world.ts'
import { SignInNeeded } from '../sources/sign-in-needed.ts'
import { hasTerminal } from './ask-code.ts'
import { decidePlan } from './decide-plan.ts'
import { offerSignIn } from './offer-sign-in.ts'
import { runPlan } from './run-plan.ts'
import { StsRefusal } from './sts-failure.ts'
import { readWorld } from './world.ts'

/** From what the user asked for to the session, with a sign-in on the way if the person wants it. */
export async function obtainSession(
  request: Request,
  context: Context,
  talk: Talk,
): Promise<Session> {
  try {
    return await obtainOnce(request, context, talk)
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error
    if (!(await offerSignIn(error, context, talk))) throw error
    return obtainOnce(request, context, talk)
  }
}

async function obtainOnce(request: Request, context: Context, talk: Talk): Promise<Session> {
  const { report } = talk
  const world = await readWorld(context)
  tellWarnings(request, world, talk)
  const plan = await decidePlan(request, world, talk)
  tellPlan(plan, talk)
  try {
    return await runPlan(plan, request.code, world, talk)
  } catch (error) {
    if (!couldWantMfa(error, plan) || talk.noInput || !hasTerminal()) throw error
    const withMfa = await decidePlan({ ...request, needsMfa: true }, world, talk)
    report.note(`AWS denies ${plan.label} without MFA; trying once more with a code`)
    tellPlan(withMfa, talk)
    return runPlan(withMfa, undefined, world, talk)
  }
}

/**
 * A role that asks for MFA is denied in the same words as one that does not exist. The root user has
 * words of its own, and no role whatever it does.
 */
function couldWantMfa(error: unknown, { source, steps: [first] }: Plan): boolean {
  return (
    error instanceof StsRefusal &&
    error.code.startsWith('AccessDenied') &&
    !error.message.includes('root accounts') &&
    first?.operation === 'AssumeRole' &&
    first.input.RoleArn === error.roleArn &&
    !first.mfa &&
    source.longLived
  )
}

function tellWarnings(request: Request, world: World, { report }: Talk): void {
  for (const warning of world.settings.warnings) report.warning(warningText(warning), warning.hint)
  for (const warning of warningsAbout(world.profiles, profilesUsed(request, world))) {
    report.warning(warningText(warning), warning.hint)
  }
}

function tellPlan(plan: Plan, { report }: Talk): void {
  report.debug(`plan ${JSON.stringify(plan)}`)
  for (const note of plan.notes) report.note(note)
}
