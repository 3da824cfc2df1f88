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
import { pathsThatTell } from './watched-paths.ts'

/** A session that a shell has just been given. */
export interface TakenSession {
  readonly words: readonly string[]
  readonly target: Target
  readonly obtained: {
    readonly session: Session
    readonly inputs: PlanInputs
    readonly cache: Cache
  }
  readonly history: RequestHistory
  /** Before anything was read. */
  readonly startedAt: Date
}

/**
 * Leaves what a wrapper needs to take this session again without a process, if the words alone would
 * lead to it once more, without a word or a question, and all can be named that this hangs on.
 * docs/design.md, "Without a process".
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
    // Somebody may have put another session in its place, and cleared all this before we wrote it.
    if (text === undefined || make() !== text) deleteFastPath(words, cache)
  } catch (error) {
    // The shell has its session.
    report.debug(`nothing is left for the wrapper in ${cache.folder}: ${String(error)}`)
  }
}

/** And would be taken. */
function isThere(text: string, { words, obtained: { cache, inputs } }: TakenSession): boolean {
  const since = fastPathTime(words, text, cache)
  return since !== undefined && filesThatTell(inputs, since) !== undefined
}

/**
 * Whole seconds, since some shells compare no others, and two of them earlier, since a file's time may
 * lag behind the clock.
 */
const beforeAll = (start: Date) => new Date((Math.floor(start.getTime() / 1000) - 2) * 1000)

function textFor(taken: TakenSession, since: Date, now: Date): string | undefined {
  const { words, obtained, history } = taken
  const { inputs, cache, session } = obtained
  // As in `assume prod 654321 123456`: without its code, what comes last would be one.
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
  const { renewSeconds } = promptNeeds(plan, inputs.settings)
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

/** Sources that hang on the environment, on a machine or on a moment are none. */
const plainSources = ['access-key', 'sso', 'login-session', 'credential-process', 'web-identity']

/** What the words lead to, if that takes nothing but the files, and nothing is said of it. */
function plainPlan(target: Target, inputs: PlanInputs): Plan | undefined {
  const request = { target, options: {} }
  const { settings } = inputs
  // With `cache_dir` a wrapper would have to read the settings to find us.
  if (settings.cacheDir !== undefined || (settings.awsCliCache ?? 'off') !== 'off') return undefined
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
  const isPlain = !danger && notes.length === 0 && plainSources.includes(source.kind)
  return isPlain ? planned.value : undefined
}

/** As in good-session.ts, and a session with MFA that is used because it is there has to be there. */
function goodUntil(plan: Plan, expiration: Date, cache: Cache, now: Date): Date | undefined {
  const until = expiration.getTime() - 5 * 60_000
  const there = plan.steps.findIndex(({ mfa }) => mfa?.isThere)
  if (there < 0) return new Date(until)
  const end = getSession(cache, plan, there, now)?.credentials.expiration.getTime()
  return end === undefined ? undefined : new Date(Math.min(until, end - 60_000))
}

/** Undefined where a variable's path has parts that other variables give. */
function filesThatTell({ env }: PlanInputs, since: Date): string[] | undefined {
  const home = env.HOME
  const named = [env.AWS_CONFIG_FILE, env.AWS_SHARED_CREDENTIALS_FILE]
  if (!home || named.some((path) => path?.includes('$'))) return undefined
  // A wrapper compares the folders above a file with the current one, and follows no links.
  if (named.some((path) => path && realPath(path) !== path)) return undefined
  const { config, credentials } = configPaths(env, home)
  const files = [config, credentials, ...settingsPaths(env, home)].filter(
    (path) => path !== undefined,
  )
  return pathsThatTell(files, home, since)
}
