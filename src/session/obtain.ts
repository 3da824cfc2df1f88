import { warningText } from '../config/warning.ts'
import { warningsAbout } from '../config/warnings-about.ts'
import { heldSession } from '../exports/held-session.ts'
import type { Context } from '../model/context.ts'
import type { Session } from '../model/session.ts'
import type { Talk } from '../model/talk.ts'
import type { Plan } from '../plan/plan.ts'
import { profilesUsed } from '../plan/profiles-used.ts'
import type { Request } from '../plan/request.ts'
import type { World } from '../plan/world.ts'
import { SignInNeeded } from '../sources/sign-in-needed.ts'
import { type Cache, openCache } from './cache.ts'
import { decidePlan } from './decide-plan.ts'
import { offerSignIn } from './offer-sign-in.ts'
import { otherWay } from './other-way.ts'
import { type Run, runPlan } from './run-plan.ts'
import { sharedWithAwsCli } from './shared-with-aws-cli.ts'
import { readWorld } from './world.ts'

/** A session, and how it came about. */
export interface Obtained {
  readonly session: Session
  readonly plan: Plan
  readonly cache: Cache
}

/** For whom sessions are obtained. */
export interface Asker {
  readonly context: Context
  readonly world: World
  /** The session that is held already, which is renewed if that takes no question. */
  readonly heldKeyId?: string
}

/** From what the user asked for to the session. AWS's own files are read, never written. */
export async function obtainSession(
  request: Request,
  context: Context,
  talk: Talk,
): Promise<Obtained> {
  const world = await readWorld(context)
  const held = heldSession(context.env).state === 'ours' ? context.env.ASSUME_KEY_ID : undefined
  const asker = { context, world, ...(held !== undefined && { heldKeyId: held }) }
  return obtainSessionFor(request, asker, talk)
}

/**
 * The same for who has read the world, and may want many; with a sign-in on the way if the person
 * wants it.
 */
export async function obtainSessionFor(
  request: Request,
  asker: Asker,
  talk: Talk,
): Promise<Obtained> {
  try {
    return await obtainOnce(request, asker, talk)
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error
    if (!(await offerSignIn(error, asker.context, talk))) throw error
    return obtainOnce(request, asker, talk)
  }
}

async function obtainOnce(
  request: Request,
  { context, world, heldKeyId }: Asker,
  talk: Talk,
): Promise<Obtained> {
  const { report } = talk
  const cache = openCache(context, world.settings)
  tellWarnings(request, world, talk)
  const start = async (wanted: Request): Promise<Run> => {
    const plan = await decidePlan(wanted, world, talk, cache)
    report.debug(`plan ${JSON.stringify(plan)}`)
    for (const note of plan.notes) report.note(note)
    return {
      plan,
      world,
      talk,
      cache,
      code: wanted.code,
      startedAt: talk.now(),
      refresh: request.options.refresh ?? false,
      ...(heldKeyId !== undefined && { heldKeyId }),
    }
  }
  const run = await start(request)
  const shared = await sharedWithAwsCli(request, run, context.userId)
  const found = shared.find()
  if (found) return found
  const obtained = await finish(run).catch(async (error: unknown) => {
    const other = otherWay(error, request, run)
    if (!other) throw error
    report.note(other.note)
    const second = await finish(await start(other.request))
    other.remember()
    return second
  })
  shared.leave(obtained.session)
  return obtained
}

async function finish(run: Run): Promise<Obtained> {
  const session = await runPlan(run)
  const { plan, cache, code, talk } = run
  if (code !== undefined && plan.steps.some(({ mfa }) => mfa)) {
    talk.report.note('the code was not needed: a session with MFA is there; it is still unused')
  }
  return { session, plan, cache }
}

/** Of what is said in the files that the request leads to. */
export function tellWarnings(
  request: Request,
  world: World,
  { report }: Pick<Talk, 'report'>,
): void {
  for (const warning of world.settings.warnings) report.warning(warningText(warning), warning.hint)
  for (const warning of warningsAbout(world.profiles, profilesUsed(request, world))) {
    report.warning(warningText(warning), warning.hint)
  }
}
