import { learnKeys, learnRole } from '../../cache/learned-facts.ts'
import { isMfaFailure } from '../../diagnosis/first-refusal.ts'
import { mistypedRole } from '../../diagnosis/mistyped-role.ts'
import { rulesOutMfa } from '../../diagnosis/policy-causes.ts'
import { StsRefusal } from '../../diagnosis/sts-failure.ts'
import { tooLong, wantedFor } from '../../diagnosis/too-long.ts'
import { shownDuration } from '../../model/values/duration.ts'
import { isFound } from '../../plan/mfa/discover-mfa-device.ts'
import type { Request } from '../../plan/request.ts'
import type { NextAttempt } from './next-attempt.ts'
import type { Failure, Run } from './run.ts'
import { withoutUnknownSession } from './unknown-session.ts'

/**
 * The next attempt after AWS has denied a call. AWS uses the same message for a role that does not exist, a
 * role that needs MFA, and a role that needs a recent code (`aws:MultiFactorAuthAge`). With an unused code,
 * or a user who can type one, another attempt shows which one it is.
 */
export function recoverFromDenial(failure: Failure): NextAttempt | undefined {
  const { error, run, progress } = failure
  const { request, plan, interaction } = run
  const { unusedCode: code } = progress
  const unrefused = withLess(failure) ?? withoutUnknownSession(failure)
  if (unrefused) return unrefused
  const denied = error instanceof StsRefusal && error.code.startsWith('AccessDenied')
  if (!denied || !plan.source.isLongTerm) return undefined
  if (code === undefined && (interaction.noInput || !interaction.terminal.isThere()))
    return undefined
  // The messages for the root user and for an invalid code are different. The root user cannot assume a
  // role.
  if (/root accounts/.test(error.message)) return undefined
  const { code: _, ...others } = request
  const again = code === undefined ? others : { ...others, code }
  if (/unable to validate MFA code/.test(error.message)) return withOtherDevice(error, again, run)
  if (isMfaFailure(error)) return undefined
  // A code does not help with a mistyped role.
  if (mistypedRole(run)) return undefined
  return withMfa(error, again, run) ?? withFreshCode(error, again, failure)
}

/** Seconds. Every role allows the shortest of them. */
const tried = [12, 8, 4, 2, 1].map((hours) => hours * 3600)

/** The role's MaxSessionDuration is unknown or was wrong. A code that was sent is never sent again. */
function withLess({ error, run }: Failure): NextAttempt | undefined {
  const { request } = run
  const found = tooLong(error, run)
  if (!found || wantedFor(found.roleArn, run)?.seconds !== 'max') return undefined
  const { askedFor, tookCode } = found
  const atMost = tried.find((seconds) => seconds < askedFor)
  if (atMost === undefined || tookCode) return undefined
  return {
    request: { ...request, atMost },
    note: `AWS gives ${run.plan.label} no ${shownDuration(askedFor)}; trying ${shownDuration(atMost)}`,
    remember: () => {},
  }
}

/** Asks for the MFA device again if AWS does not know the discovered one. */
function withOtherDevice(
  refusal: StsRefusal,
  request: Request,
  { plan }: Run,
): NextAttempt | undefined {
  const mfa = plan.steps.find((step) => step.mfa)?.mfa
  if (!mfa || !isFound(mfa) || request.unknownDevice !== undefined) return undefined
  return {
    request: { ...request, needsMfa: true, unknownDevice: mfa.serial },
    note: `AWS knows no MFA device ${mfa.serial} of these keys; the code may be spent, so the next one is asked for`,
    refusal,
    remember: () => {},
  }
}

/** The same text for all attempts with a code, so that it is shown once. */
const deniedNote = ({ plan }: Run) => `AWS denied ${plan.label}; trying once more with an MFA code`

function withMfa(refusal: StsRefusal, request: Request, run: Run): NextAttempt | undefined {
  const { plan, cache, interaction } = run
  const { roleArn, words } = refusal
  const [first] = plan.steps
  if (rulesOutMfa(words)) return undefined
  if (first?.operation !== 'AssumeRole' || first.mfa || first.input.RoleArn !== roleArn) {
    return undefined
  }
  return {
    request: { ...request, needsMfa: true },
    note: deniedNote(run),
    refusal,
    remember: () =>
      learnRole(cache.learnedFacts, roleArn, plan.source, { wantsMfa: true }, interaction),
  }
}

/** Milliseconds. An MFA session of this age is as recent as a new code. */
const fresh = 60_000

function withFreshCode(
  refusal: StsRefusal,
  request: Request,
  { run, progress }: Failure,
): NextAttempt | undefined {
  const { roleArn, words } = refusal
  const { plan, cache, interaction } = run
  const { mfaSessionMadeAt } = progress
  const [session, role] = plan.steps
  if (session?.operation !== 'GetSessionToken' || role?.operation !== 'AssumeRole') return undefined
  if (roleArn === undefined) {
    return {
      request: { ...request, needsFreshCode: 'for the keys' },
      note: 'AWS denies these keys a session with MFA; trying once more with a new code',
      refusal,
      remember: () =>
        learnKeys(cache.learnedFacts, plan.source, { getNoMfaSession: true }, interaction),
    }
  }
  const isOld = mfaSessionMadeAt && interaction.now().getTime() - mfaSessionMadeAt.getTime() > fresh
  if (roleArn !== role.input.RoleArn || !isOld || rulesOutMfa(words)) return undefined
  return {
    request: { ...request, needsFreshCode: 'for the role' },
    note: deniedNote(run),
    refusal,
    remember: () =>
      learnRole(cache.learnedFacts, roleArn, plan.source, { wantsFreshCode: true }, interaction),
  }
}
