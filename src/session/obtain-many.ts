import { AssumeError, InterruptedError, NeedsPersonError } from '../model/errors.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { Request } from '../plan/request.ts'
import { ssoSessionTitle } from '../plan/sso/sso-session.ts'
import { SignInNeeded } from '../sso/sign-in-needed.ts'
import { inParallel } from './in-parallel.ts'
import { type Asker, obtainSessionFor } from './obtain.ts'

/** A session, or why there is none. */
export type ObtainResult = { readonly session: Session } | { readonly error: AssumeError }

export interface Wish {
  /** Without a code. */
  readonly request: Request
  readonly interaction: Interaction
}

/** Who is told how far it is. */
export interface Watcher {
  /** So many are decided. */
  obtained(count: number): void
  /** Somebody may be asked on the terminal now. */
  clear(): void
}

/**
 * A session for each wish, in their order; so many at a time, but one question after the other, and
 * none whose answer serves an earlier one: as soon as one needs a person no other is begun, the first
 * such is asked for, and the rest goes on with what that has left in the cache.
 *
 * @param code goes to the first that wants one.
 * @throws InterruptedError, and whatever is a bug.
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
    // What a code would do is said when there is one.
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
      // Each says so in its own words.
      await inParallel(waiting, jobs, (index) => attempt(index))
      return results
    }
    declined.add(signInOf(results[first]))
  }
}

/** One that asks nothing, and keeps its notes to itself. */
function quiet(interaction: Interaction): {
  readonly interaction: Interaction
  readonly notes: readonly string[]
} {
  const notes: string[] = []
  const report = { ...interaction.report, note: (text: string) => void notes.push(text) }
  return { interaction: { ...interaction, report, noInput: true }, notes }
}

async function attempted(work: () => Promise<{ session: Session }>): Promise<ObtainResult> {
  try {
    const { session } = await work()
    return { session }
  } catch (error) {
    if (!(error instanceof AssumeError) || error instanceof InterruptedError) throw error
    return { error }
  }
}

/** Which sign-in to IAM Identity Center is lacking: who has said no to it is not asked again. */
const signInOf = (obtained: ObtainResult | undefined) =>
  obtained && 'error' in obtained && obtained.error instanceof SignInNeeded
    ? ssoSessionTitle(obtained.error.signIn.session)
    : undefined

const needsPerson = (obtained: ObtainResult | undefined) =>
  obtained !== undefined && 'error' in obtained && obtained.error instanceof NeedsPersonError
