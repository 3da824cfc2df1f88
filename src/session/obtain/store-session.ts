import { learnMaximum, learnMfaSession } from '../../cache/learned-facts.ts'
import { type CachedSession, putSession } from '../../cache/session-cache.ts'
import type { Credentials } from '../../model/credentials.ts'
import { type Plan, roleOfStep, type Source, type Step } from '../../plan/plan.ts'
import { sourceOfKind } from '../../sources/index.ts'
import { sourceTitle } from '../../sources/source-title.ts'
import type { Run } from './run.ts'

/** Caches the session after a step, and what its success shows. */
export function storeSession(made: Credentials, last: number, run: Run): void {
  const { plan, cache, interaction } = run
  const { expiration } = made
  if (!expiration || !isCacheable(last, plan)) return
  const step = plan.steps[last]
  const session = cachedSession({ ...made, expiration }, step, run)
  putSession(cache, plan, last, session, interaction)
  if (cache.sessions) learnMfaSession(cache.learnedFacts, plan, last, interaction)
  if (step) rememberGuess(step, run)
}

/**
 * Returns true for the credentials of some sources and for every STS step except GetFederationToken, which is
 * single-use.
 *
 * @param last index of the step; -1 for the source itself.
 */
export function isCacheable(last: number, { source, steps }: Plan): boolean {
  const step = steps[last]
  return step
    ? step.operation !== 'GetFederationToken'
    : sourceOfKind(source.kind).isCached === true
}

/** Stores a guessed role duration that AWS has accepted. */
function rememberGuess({ isGuess, input }: Step, { cache, interaction }: Run): void {
  if (!isGuess || input.DurationSeconds === undefined) return
  learnMaximum(cache.learnedFacts, input.RoleArn, input.DurationSeconds, interaction)
}

function cachedSession(
  credentials: CachedSession['credentials'],
  step: Step | undefined,
  { plan, interaction }: Run,
): CachedSession {
  const { target, label, source } = plan
  const keys = { keysOf: sourceTitle(source), sourceKind: source.kind }
  const of = { target, label, what: whatIs(step, source), ...keys }
  return { credentials, madeAt: interaction.now(), of }
}

/** Description of the session for lists. */
function whatIs(step: Step | undefined, { sso }: Source): string {
  if (step) return roleOfStep(step) ?? 'MFA session'
  return sso ? `${sso.roleName} in ${sso.accountId}` : 'session'
}
