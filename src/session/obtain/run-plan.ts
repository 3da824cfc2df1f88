import { learnKeys } from '../../cache/learned-facts.ts'
import { getSession } from '../../cache/session-cache.ts'
import type { Credentials } from '../../model/credentials.ts'
import { shownTime } from '../../model/time-left.ts'
import { kindOfKeys, processKind } from '../../plan/route/process-keys.ts'
import { sessionKey } from '../../plan/session-key.ts'
import { fetchCredentials } from '../../sources/fetch.ts'
import { canFallBackToExpiring, isFresh, reuseNote } from './freshness.ts'
import type { Outcome, Progress, Run } from './run.ts'
import { singleFlight } from './single-flight.ts'
import { isCacheable, storeSession } from './store-session.ts'

/**
 * A `credential_process` printed another kind of keys than the plan expects: long-term keys instead of
 * temporary ones, or the reverse. Nothing has been sent to AWS yet, so the plan can be made again.
 */
export class OtherKindOfKeys extends Error {}

/**
 * Makes the calls of a plan, each with the keys that the previous call returned. It starts after the last
 * cached session that is fresh.
 */
export async function runPlan(run: Run): Promise<Outcome> {
  const { plan, request, interaction } = run
  const progress: Progress = { unusedCode: request.code }
  try {
    const credentials = await sessionAfter(plan.steps.length - 1, run, progress)
    if (progress.unusedCode !== undefined && plan.steps.some(({ mfa }) => mfa)) {
      interaction.report.note(
        'the code was not needed, because an MFA session is cached; the code is still unused',
      )
    }
    const { label, settings } = plan
    const { accountId } = credentials
    const session = { label, credentials, settings, ...(accountId && { accountId }) }
    return { session, run, progress }
  } catch (error) {
    return { error, run, progress }
  }
}

/** @param last index of the step; -1 for the source itself. */
async function sessionAfter(last: number, run: Run, progress: Progress): Promise<Credentials> {
  const { plan, interaction, cache } = run
  if (!cache.sessions || !isCacheable(last, plan)) return make(last, run, progress)
  const cached = goodSession(last, run, progress)
  if (cached) return cached
  return singleFlight(sessionKey(plan, last), cache, interaction, async () => {
    // The process that held the lock before may have made the session.
    const made = goodSession(last, run, progress)
    if (made) return made
    const cached = getSession(cache, plan, last, interaction.now())
    try {
      return await make(last, run, progress)
    } catch (error) {
      if (!cached || !canFallBackToExpiring(error, run)) throw error
      const { credentials } = cached
      const left = shownTime(
        (credentials.expiration.getTime() - interaction.now().getTime()) / 1000,
      )
      const { message, hints } = error
      interaction.report.warning(
        `the session cannot be renewed; using the cached one with ${left} left: ${message}`,
        hints[0],
      )
      return credentials
    }
  })
}

function goodSession(last: number, run: Run, progress: Progress): Credentials | undefined {
  const { plan, cache, interaction } = run
  const cached = getSession(cache, plan, last, interaction.now())
  if (!cached || !isFresh(cached, last, run, progress)) return undefined
  if (plan.steps[last]?.operation === 'GetSessionToken') progress.mfaSessionMadeAt = cached.madeAt
  const word = reuseNote(cached, last, run)
  if (word) interaction.report.note(word)
  interaction.report.debug(
    `cached since ${cached.madeAt.toISOString()}: the session after step ${last + 1}`,
  )
  return cached.credentials
}

async function make(last: number, run: Run, progress: Progress): Promise<Credentials> {
  const made = last < 0 ? await fetchSource(run) : await take(last, run, progress)
  storeSession(made, last, run)
  return made
}

async function fetchSource({ plan, inputs, interaction, cache }: Run): Promise<Credentials> {
  const { source } = plan
  const credentials = await fetchCredentials(source, inputs, interaction)
  if (source.kind === processKind) {
    const processKeys = kindOfKeys(credentials)
    const isAsPlanned = source.isLongTerm === (processKeys === 'user')
    if (!isAsPlanned) learnKeys(cache.learnedFacts, source, { processKeys }, interaction)
    if (!isAsPlanned && !source.isUnsure) throw new OtherKindOfKeys()
  }
  const accountId = credentials.accountId ?? source.accountId
  return { ...credentials, ...(accountId && { accountId }) }
}

async function take(last: number, run: Run, progress: Progress): Promise<Credentials> {
  const usesToken = last === 0 && run.plan.source.tokenFor !== undefined
  const before = usesToken ? undefined : await sessionAfter(last - 1, run, progress)
  const { takeStep } = await import('./take-step.ts')
  return takeStep(last, before, run, progress)
}
