import type { CommandContext } from '../../cli/context.ts'
import { AssumeError, InterruptedError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { Reporter } from '../../model/reporter.ts'
import { timeLimit } from '../../model/time-limit.ts'
import type { TargetOptions } from '../../plan/options/target-options.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { allSignIns, type SignInSession } from '../../plan/sso/sign-in-session.ts'
import { ssoEndpoints } from '../../plan/sso/sso-endpoints.ts'
import { ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { readPlanInputs } from '../../session/read-plan-inputs.ts'
import type { IndexSource } from '../../sso/index/index-calls.ts'
import { readIndex } from '../../sso/index/index-store.ts'
import { ageOf, type Renewed, renewIndex } from '../../sso/index/renew-index.ts'
import { SignInNeeded } from '../../sso/sign-in-needed.ts'
import { indexProgress } from '../../view/index-progress.ts'

/** Milliseconds. With the calls in flight, which get 700 ms to end, a person waits for 5 s at most. */
const loginWaitMs = 4_300

/** Fetches the roles after a sign-in, for a few seconds at most. A failure is only a warning. */
export async function fetchRolesAfterSignIn(
  source: IndexSource,
  context: CommandContext,
  quiet: boolean,
): Promise<void> {
  const { inputs, session, interaction } = source
  const { report, now } = interaction
  const isOff = inputs.settings.ssoIndex?.value === 'off'
  if (isOff || ageOf(readIndex(session, inputs), inputs, now()) === 'fresh') return
  const stop = timeLimit(loginWaitMs)
  try {
    const show = indexProgress(context, quiet)
    tell(await renewIndex(source, { isForced: false, stop, show }), report)
  } catch (error) {
    if (!canGoOn(error)) throw error
    report.warning(`your roles are not all known: ${error.message}`, 'try again: assume roles')
  }
}

/** Ctrl-C ends the command. */
const canGoOn = (error: unknown): error is AssumeError =>
  error instanceof AssumeError && !(error instanceof InterruptedError)

function tell({ isComplete, isBusy, done, accounts, isListed }: Renewed, report: Reporter): void {
  if (isBusy) report.note('another assume fetches your roles; to see them: assume roles')
  else if (isComplete) report.progress(`your roles in ${accounts} accounts: assume roles`)
  else if (accounts === 0) report.note('your roles are not known yet; to fetch them: assume roles')
  else {
    const all = isListed ? `${accounts}` : `at least ${accounts}`
    report.note(
      `the roles of ${done} of ${all} accounts are known; to fetch the rest: assume roles`,
    )
  }
}

export interface RolesToRenew {
  readonly signIns: readonly SignInSession[]
  readonly options: TargetOptions
  /** Fetches also what is current. */
  readonly isForced: boolean
  readonly quiet: boolean
}

/**
 * Fetches the roles of each sign-in that are not cached, or no longer current. What is cached is enough
 * if AWS cannot be reached.
 *
 * @throws AssumeError if nothing is cached.
 */
export async function renewRoles(
  { signIns, options, isForced, quiet }: RolesToRenew,
  inputs: PlanInputs,
  interaction: Interaction,
  context: CommandContext,
): Promise<void> {
  const failures: { readonly title: string; readonly error: AssumeError }[] = []
  const isOff = inputs.settings.ssoIndex?.value === 'off'
  const show = indexProgress(context, quiet)
  for (const { session, profile } of signIns) {
    const isCurrent = ageOf(readIndex(session, inputs), inputs, interaction.now()) === 'fresh'
    if (!isForced && (isOff || isCurrent)) continue
    const endpoints = ssoEndpoints(session, options, profile, inputs)
    try {
      const stop = new AbortController().signal
      const renewed = await renewIndex(
        { session, endpoints, inputs, interaction },
        { isForced, stop, show },
      )
      if (renewed.isBusy) interaction.report.note('another assume fetches this list')
    } catch (error) {
      if (!canGoOn(error)) throw error
      failures.push({ title: ssoSessionTitle(session), error })
    }
  }
  const [first] = failures
  if (!first) return
  const isAnyCached = signIns.some(({ session }) => readIndex(session, inputs).header)
  if (!isAnyCached) throw first.error
  for (const { title, error } of failures) {
    // Of many sign-ins a person needs a few.
    const isOther = error instanceof SignInNeeded && signIns.length > 1
    if (isOther) interaction.report.progress(`you are not signed in to ${title}`)
    else interaction.report.warning(`the list may not be current: ${error.message}`, error.hints[0])
  }
}

/**
 * Fetches the roles of all sign-ins again, for a person who picks one.
 *
 * @returns why not all of them are fetched.
 */
export async function fetchRolesAgain(
  options: TargetOptions,
  interaction: Interaction,
  context: CommandContext,
  quiet: boolean,
): Promise<string | undefined> {
  let failure: string | undefined
  const hear = (text: string) => {
    failure = text
  }
  const report = { ...interaction.report, note: hear, progress: hear, warning: hear }
  try {
    const inputs = await readPlanInputs(context)
    const signIns = allSignIns(inputs).filter(({ session }) => session.name !== undefined)
    const wanted = { signIns, options, isForced: true, quiet }
    await renewRoles(wanted, inputs, { ...interaction, noInput: true, report }, context)
  } catch (error) {
    if (!canGoOn(error)) throw error
    failure = error.message
  }
  return failure
}
