import type { Cache } from '../cache/cache.ts'
import { entryFileName } from '../cache/entry-store.ts'
import { deleteFastPath, fastPathTime, writeFastPath } from '../cache/fast-path-files.ts'
import { getSession } from '../cache/session-cache.ts'
import { configPaths } from '../config/paths.ts'
import { settingsPaths } from '../config/settings/load-settings.ts'
import { realPath } from '../config/warnings/files-in-current-folder.ts'
import { fastPathText } from '../formats/fast-path-format.ts'
import { type RequestHistory, sessionVariables } from '../formats/variables.ts'
import type { Interaction } from '../model/interaction.ts'
import type { Session } from '../model/session.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { promptNeeds } from '../plan/prompt-needs.ts'
import type { Target } from '../plan/request.ts'
import { sessionKey } from '../plan/session-key.ts'
import { isCode } from '../plan/values/mfa-code.ts'
import { requestWarnings } from '../session/request-warnings.ts'
import { sourceOfKind } from '../sources/index.ts'
import { pathsThatTell } from './watched-paths.ts'

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
  /** The time before any file was read. */
  readonly startedAt: Date
}

/**
 * Writes the file that lets a wrapper load this session again without a process. It is written only if the
 * same arguments lead to the session again without a message or a question, and if every dependency of the
 * session is known. docs/design.md, "Without a process".
 */
export function saveFastPath(taken: TakenSession, { report, now }: Interaction): void {
  const { words, obtained, startedAt } = taken
  const { cache } = obtained
  const since = beforeAll(startedAt)
  const make = () => textFor(taken, since, now())
  try {
    const text = make()
    if (text !== undefined && isThere(text, taken)) return
    if (text !== undefined) writeFastPath(words, text, since, cache)
    // Another process may have replaced the session and deleted these files before this one was written.
    if (text === undefined || make() !== text) deleteFastPath(words, cache)
  } catch (error) {
    // The shell has its session, so this is not an error.
    report.debug(`nothing is left for the wrapper in ${cache.folder}: ${String(error)}`)
  }
}

/** Returns true if the same file exists and wrappers still accept it. */
function isThere(text: string, { words, obtained: { cache, inputs } }: TakenSession): boolean {
  const since = fastPathTime(words, text, cache)
  return since !== undefined && filesThatTell(inputs, since) !== undefined
}

/**
 * Whole seconds, because some shells compare file times only in seconds. Two seconds earlier, because a
 * file's time can lag behind the clock.
 */
const beforeAll = (start: Date) => new Date((Math.floor(start.getTime() / 1000) - 2) * 1000)

function textFor(taken: TakenSession, since: Date, now: Date): string | undefined {
  const { words, obtained, history } = taken
  const { inputs, cache, session } = obtained
  // `words` omits the code. After `assume prod 654321 123456` the last remaining word would be read as a
  // code.
  if (isCode(words.at(-1) ?? '')) return undefined
  const plan = plainPlan(taken.target, inputs)
  const older = plan && filesThatTell(inputs, since)
  const last = plan ? plan.steps.length - 1 : -1
  const cached = older && getSession(cache, plan, last, now)
  if (!cached || cached.credentials.accessKeyId !== session.credentials.accessKeyId)
    return undefined
  if (plan.label !== session.label) return undefined
  if (JSON.stringify(plan.settings) !== JSON.stringify(session.settings)) return undefined
  const until = goodUntil(plan, cached.credentials.expiration, cache, now)
  if (!until) return undefined
  const { renewSeconds } = promptNeeds(
    plan,
    inputs.settings,
    sourceOfKind(plan.source.kind).mayAsk === true,
  )
  return fastPathText({
    words,
    session: entryFileName(sessionKey(plan, last)),
    until,
    ...(renewSeconds !== undefined && { renewSeconds }),
    older,
    env: inputs.env,
    variables: sessionVariables(session, history),
  })
}

/** The plan of the arguments, if it depends only on the files and produces no message. */
function plainPlan(target: Target, inputs: PlanInputs): Plan | undefined {
  const request = { target, options: {} }
  const { settings } = inputs
  // A wrapper would have to read the settings to find the file if they contain `cache_dir`.
  if (settings.cacheDir !== undefined || (settings.awsCliCache?.value ?? 'off') !== 'off')
    return undefined
  if (requestWarnings(request, inputs).length > 0) return undefined
  let isNamed = true
  const unnamed = <T>(value: T): T => {
    isNamed = false
    return value
  }
  const planned = makePlan(request, {
    ...inputs,
    environmentSource: () => unnamed(inputs.environmentSource()),
    cachedAccounts: (session) => unnamed(inputs.cachedAccounts(session)),
    policyFile: (path) => unnamed(inputs.policyFile(path)),
  })
  if ('need' in planned || !isNamed) return undefined
  const { danger, notes, source } = planned.value
  const { dependsOnMachine } = sourceOfKind(source.kind)
  const isPlain = !danger && notes.length === 0 && !dependsOnMachine
  return isPlain ? planned.value : undefined
}

/**
 * The end of the fast path: 5 minutes before the session expires, as in freshness.ts. If the plan depends
 * on an MFA session, it ends a minute before that expires at the latest.
 */
function goodUntil(plan: Plan, expiration: Date, cache: Cache, now: Date): Date | undefined {
  const until = expiration.getTime() - 5 * 60_000
  const there = plan.steps.findIndex(({ mfa }) => mfa?.isThere)
  if (there < 0) return new Date(until)
  const end = getSession(cache, plan, there, now)?.credentials.expiration.getTime()
  return end === undefined ? undefined : new Date(Math.min(until, end - 60_000))
}

/** Returns undefined if a path contains other variables. */
function filesThatTell({ env }: PlanInputs, since: Date): string[] | undefined {
  const home = env.HOME
  const named = [env.AWS_CONFIG_FILE, env.AWS_SHARED_CREDENTIALS_FILE]
  if (!home || named.some((path) => path?.includes('$'))) return undefined
  // A wrapper compares the folders above a file with the current folder and does not follow links.
  if (named.some((path) => path && realPath(path) !== path)) return undefined
  const { config, credentials } = configPaths(env, home)
  const files = [config, credentials, ...settingsPaths(env, home)].filter(
    (path) => path !== undefined,
  )
  return pathsThatTell(files, home, since)
}
