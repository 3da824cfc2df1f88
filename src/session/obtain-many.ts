import { LoginNeeded } from '../aws-login/login-needed.ts'
import { AssumeError, InterruptedError, NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { Request } from '../plan/request.ts'
import { ssoSessionTitle } from '../plan/sso/sso-session.ts'
import { SignInNeeded } from '../sso/sign-in-needed.ts'
import { inParallel } from './in-parallel.ts'
import { obtainSessionFor } from './obtain/obtain.ts'
import type { Asker } from './obtain/plan-and-confirm.ts'

/** A session, or the error that prevented it. */
export type ObtainResult = { readonly session: Session } | { readonly error: AssumeError }

export interface Wish {
  /** The request without an MFA code. */
  readonly request: Request
  readonly interaction: Interaction
}

/** Receives the progress. */
export interface Watcher {
  /** Called with the number of finished wishes. */
  obtained(count: number): void
  /** Called before a prompt can appear on the terminal. */
  clear(): void
}

/**
 * Obtains a session for each wish, at most `jobs` at a time; the results have the order of the wishes.
 *
 * Questions appear one after another, and no question appears whose answer an earlier one already gives:
 * when a wish needs the user, no other wish starts. The user is asked for the first such wish, and the
 * others continue with the sessions that it has cached.
 *
 * @param code MFA code for the first wish that needs one.
 * @throws InterruptedError, and any error that is a bug.
 */
export async function obtainMany(
  wishes: readonly Wish[],
  code: string | undefined,
  jobs: number,
  asker: Asker,
  watcher: Watcher,
): Promise<readonly ObtainResult[]> {
  const results: ObtainResult[] = []
  let decided = 0
  const wantsMfa = code !== undefined && { needsMfa: true as const }
  const attempt = async (
    index: number,
    more: Partial<Request> = {},
    interaction = wishes[index]?.interaction,
  ) => {
    const { request } = wishes[index] as Wish
    const made = { ...request, ...wantsMfa, ...more }
    results[index] = await attempted(() =>
      obtainSessionFor(made, asker, interaction as Interaction),
    )
    if (!needsPerson(results[index])) decided += 1
    watcher.obtained(decided)
  }
  const attemptQuietly = async (index: number) => {
    const { interaction, notes } = quiet((wishes[index] as Wish).interaction)
    await attempt(index, {}, interaction)
    // Notes about a code are shown once the user is asked for it.
    if (needsPerson(results[index])) return
    for (const note of notes) wishes[index]?.interaction.report.note(note)
  }
  const declined = new Set<string | undefined>()
  let waiting = [...wishes.keys()]
  let unused = code
  for (;;) {
    const stuck: number[] = []
    const left: number[] = []
    await inParallel(waiting, jobs, async (index) => {
      if (stuck.length > 0) return void left.push(index)
      await attemptQuietly(index)
      const signIn = signInOf(results[index])
      const isDeclined = signIn !== undefined && declined.has(signIn)
      if (needsPerson(results[index]) && !isDeclined) stuck.push(index)
    })
    const [first, ...others] = stuck.toSorted((one, other) => one - other)
    if (first === undefined) return results
    watcher.clear()
    const { interaction } = wishes[first] as Wish
    await attempt(first, unused === undefined ? {} : { code: unused })
    unused = undefined
    waiting = [...others, ...left]
    const nobodyCanBeAsked = interaction.noInput || !interaction.terminal.isThere()
    if (nobodyCanBeAsked && needsPerson(results[first])) {
      // Each wish reports its own error.
      await inParallel(waiting, jobs, (index) => attempt(index))
      return results
    }
    declined.add(signInOf(results[first]))
  }
}

/** An interaction that asks nothing and collects its notes. */
function quiet(interaction: Interaction): {
  readonly interaction: Interaction
  readonly notes: readonly string[]
} {
  const notes: string[] = []
  const report = { ...interaction.report, note: (text: string) => void notes.push(text) }
  return { interaction: { ...interaction, report, noInput: true }, notes }
}

/** A session, or the error of an attempt that the user has not ended. */
export async function attempted(work: () => Promise<{ session: Session }>): Promise<ObtainResult> {
  try {
    const { session } = await work()
    return { session }
  } catch (error) {
    if (!(error instanceof AssumeError) || error instanceof InterruptedError) throw error
    return { error }
  }
}

/** The sign-in that is missing. A sign-in that the user has declined is not offered again. */
function signInOf(obtained: ObtainResult | undefined): string | undefined {
  const error = obtained && 'error' in obtained ? obtained.error : undefined
  if (error instanceof LoginNeeded) return `profile ${error.profile.name}`
  return error instanceof SignInNeeded ? ssoSessionTitle(error.signIn.session) : undefined
}

const needsPerson = (obtained: ObtainResult | undefined) =>
  obtained !== undefined && 'error' in obtained && obtained.error instanceof NeedsPersonError
