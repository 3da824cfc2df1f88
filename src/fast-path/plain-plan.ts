import type { Cache } from '../cache/cache.ts'
import type { EntryStore } from '../cache/entry-store.ts'
import { learnedFactsIn } from '../cache/learned-facts.ts'
import { rememberedSessionsPath } from '../config/remembered-sessions.ts'
import { isPlanVariable } from '../formats/fast-path-format.ts'
import type { Environment } from '../model/context.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { Plan } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { Target } from '../plan/request.ts'
import { requestWarnings } from '../session/request-warnings.ts'
import { sourceOfKind } from '../sources/index.ts'
import { indexPath } from '../sso/index/index-store.ts'

/** A plan that a wrapper can rely on, and what it was made from besides AWS's files and the settings. */
export interface PlainPlan {
  readonly plan: Plan
  /** The entries of the cache that the plan looked for, found or not. */
  readonly entries: readonly string[]
  /** Other files in the cache that the plan looked for. */
  readonly files: readonly string[]
  /** Milliseconds since 1970 after which the plan may be another one, because an entry expires. */
  readonly until: number
}

/** The plan of a target without options, if it depends only on files and produces no message. */
export function plainPlan(
  target: Target,
  inputs: PlanInputs,
  cache: Cache,
  now: () => Date,
): PlainPlan | undefined {
  const request = { target, options: {} }
  const { settings } = inputs
  // A wrapper would have to read the settings to find the file if they contain `cache_dir`.
  if (settings.cacheDir !== undefined || (settings.awsCliCache?.value ?? 'off') !== 'off')
    return undefined
  const read = new ReadByPlan(now().getTime())
  const recorded = read.recorded(inputs, cache, now)
  if (requestWarnings(request, recorded).length > 0) return undefined
  const planned = makePlan(request, recorded)
  if ('need' in planned || !read.isWatchable) return undefined
  const { danger, notes, source } = planned.value
  const { dependsOnMachine } = sourceOfKind(source.kind)
  if (danger || notes.length > 0 || dependsOnMachine) return undefined
  return { plan: planned.value, ...read.result() }
}

/** Records what a plan reads. */
class ReadByPlan {
  /** False once the plan has read what a wrapper does not compare. */
  isWatchable = true
  readonly #entries = new Set<string>()
  readonly #files = new Set<string>()
  #until = Number.POSITIVE_INFINITY

  readonly #now: number

  constructor(now: number) {
    this.#now = now
  }

  recorded(inputs: PlanInputs, cache: Cache, now: () => Date): PlanInputs {
    const { sessions, learnedFacts } = cache
    const learned = learnedFactsIn(
      {
        ...cache,
        ...(sessions && { sessions: this.#store(sessions) }),
        learnedFacts: this.#store(learnedFacts),
      },
      now,
    )
    return {
      ...inputs,
      env: this.#env(inputs.env),
      environmentSource: () => this.#unwatched(inputs.environmentSource()),
      policyFile: (path) => this.#unwatched(inputs.policyFile(path)),
      userPath: (path) => {
        // The home directory of another user is in /etc/passwd.
        if (/^~[^/]/.test(path)) this.isWatchable = false
        return inputs.userPath(path)
      },
      rememberedSessions: () => {
        this.#files.add(rememberedSessionsPath(inputs.env))
        return inputs.rememberedSessions()
      },
      ssoIndex: (session) => {
        this.#files.add(indexPath(session, inputs))
        return inputs.ssoIndex(session)
      },
      learned: {
        ...learned,
        hasTaken: (user, role) => this.#unwatched(learned.hasTaken(user, role)),
      },
    }
  }

  result(): Pick<PlainPlan, 'entries' | 'files' | 'until'> {
    return { entries: [...this.#entries], files: [...this.#files], until: this.#until }
  }

  #unwatched<T>(value: T): T {
    this.isWatchable = false
    return value
  }

  #env(env: Environment): Environment {
    const seen = (name: string | symbol) => {
      if (typeof name === 'string' && !isPlanVariable(name)) this.isWatchable = false
    }
    return new Proxy(env, {
      get(variables, name) {
        seen(name)
        return Reflect.get(variables, name)
      },
      has(variables, name) {
        seen(name)
        return Reflect.has(variables, name)
      },
    })
  }

  #store(store: EntryStore): EntryStore {
    return {
      ...store,
      onRead: (path, until) => {
        this.#entries.add(path)
        // A session with less than a minute left is no longer used to assume a role.
        const end = until === undefined ? 0 : until - 60_000
        if (end > this.#now) this.#until = Math.min(this.#until, end)
      },
    }
  }
}
