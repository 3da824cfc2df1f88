import type { Cache } from '../cache/cache.ts'
import { deleteFastPath, isFastPathStored, writeFastPath } from '../cache/fast-path-files.ts'
import { getSession, sessionPath } from '../cache/session-cache.ts'
import { realPath } from '../config/warnings/files-in-current-folder.ts'
import { fileIdentity } from '../files/file-identity.ts'
import { fastPathText, type WatchedPath } from '../formats/fast-path-format.ts'
import { type RequestHistory, sessionVariables } from '../formats/variables.ts'
import type { Environment } from '../model/context.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { promptNeeds } from '../plan/prompt-needs.ts'
import type { Target } from '../plan/request.ts'
import { isCode } from '../plan/values/mfa-code.ts'
import { sourceOfKind } from '../sources/index.ts'
import { type PlainPlan, plainPlan } from './plain-plan.ts'
import { filesOfPlan, identitiesOf, watchedPath } from './watched-files.ts'

/** A session that a shell has just obtained. */
export interface TakenSession {
  readonly words: readonly string[]
  readonly target: Target
  readonly obtained: {
    readonly session: Session
    readonly inputs: PlanInputs
    readonly cache: Cache
  }
  readonly history: RequestHistory
  readonly before: BeforeReading
}

/** What was there before any file was read. */
export interface BeforeReading {
  readonly startedAt: Date
  readonly identities: string
}

export const beforeReading = (env: Environment, startedAt: Date): BeforeReading => ({
  startedAt,
  identities: identitiesOf(filesOfPlan(env)),
})

/**
 * Writes the file that lets a wrapper load this session again without a process. It is written only if the
 * same arguments lead to the session again without a message or a question, and if every dependency of the
 * session is known. docs/design.md, "The fast path".
 */
export function saveFastPath(taken: TakenSession, { report, now }: Interaction): void {
  const { words, obtained } = taken
  const { cache } = obtained
  const make = () => textFor(taken, now)
  try {
    const text = make()
    if (text !== undefined && isFastPathStored({ words, text }, cache)) return
    const isWritten = text !== undefined && writeFastPath({ words, text }, cache)
    // Another process may have changed the cache between the two.
    if (!isWritten || make() !== text) deleteFastPath(words, cache)
  } catch (error) {
    // The shell has its session, so this is not an error.
    report.debug(`nothing is left for the wrapper in ${cache.folder}: ${String(error)}`)
  }
}

function textFor(taken: TakenSession, now: () => Date): string | undefined {
  const { words, target, obtained, history } = taken
  const { inputs, cache, session } = obtained
  // `words` omits the code. After `assume prod 654321 123456` the last remaining word would be read as a
  // code.
  if (isCode(words.at(-1) ?? '')) return undefined
  const plain = plainPlan(target, inputs, cache, now)
  if (!plain) return undefined
  const { plan } = plain
  const last = plan.steps.length - 1
  const cached = getSession(cache, plan, last, now())
  if (cached?.credentials.accessKeyId !== session.credentials.accessKeyId) return undefined
  if (plan.label !== session.label) return undefined
  if (JSON.stringify(plan.settings) !== JSON.stringify(session.settings)) return undefined
  const watched = watchedPaths(taken, plain, sessionPath(cache, plan, last))
  if (!watched) return undefined
  const { renewSeconds } = promptNeeds(
    plan,
    inputs.settings,
    sourceOfKind(plan.source.kind).mayAsk === true,
  )
  // 5 minutes before the session expires, as in freshness.ts.
  const until = Math.min(cached.credentials.expiration.getTime() - 5 * 60_000, plain.until)
  return fastPathText({
    words,
    until: new Date(until),
    ...(renewSeconds !== undefined && { renewSeconds }),
    watched,
    env: inputs.env,
    variables: sessionVariables(session, history),
  })
}

/** Returns undefined if a wrapper cannot see every change. */
function watchedPaths(
  { obtained: { inputs }, before }: TakenSession,
  plain: PlainPlan,
  session: string | undefined,
): WatchedPath[] | undefined {
  const { env } = inputs
  const named = namedFiles(env)
  // Another variable in a path can change, and a relative path depends on the current folder.
  if (named.some((path) => path.includes('$') || !path.startsWith('/'))) return undefined
  const files = filesOfPlan(env)
  if (files.length === 0 || session === undefined) return undefined
  const team = inputs.profiles.team?.files ?? []
  const ofTeam = team.map(({ path }) => path)
  const changeable = all([...files, ...ofTeam, ...plain.files].map(watchedPath))
  // The cache replaces an entry by another one with another time, which may be in the future.
  const entries = all([...plain.entries, session].map(watchedPath))
  if (!changeable || !entries) return undefined
  // They have the times of what the plan was made from.
  if (identitiesOf(files) !== before.identities) return undefined
  if (team.some(({ path, identity }) => fileIdentity(path) !== identity)) return undefined
  const latest = latestTime(before.startedAt)
  const isSettled = (path: WatchedPath) =>
    'missing' in path ? !named.includes(path.missing) : path.time < latest
  if (!changeable.every(isSettled)) return undefined
  return [...changeable, ...entries].map((path) => withPlace(path, named))
}

/** Returns undefined if one of them is. */
function all<T>(values: readonly (T | undefined)[]): readonly T[] | undefined {
  const found = values.filter((value) => value !== undefined)
  return found.length < values.length ? undefined : found
}

/** A file may change once more without another time: that can lag behind the clock by 2 seconds. */
const latestTime = (start: Date) => BigInt(Math.floor(start.getTime() / 1000) - 2) * 1_000_000n

const namedFiles = ({ AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE }: Environment) =>
  [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE].flatMap((path) => path || [])

/** The core warns of a file that a variable names in the current folder, so its place counts. */
function withPlace(path: WatchedPath, named: readonly string[]): WatchedPath {
  return 'file' in path && named.includes(path.file) ? { ...path, real: realPath(path.file) } : path
}
