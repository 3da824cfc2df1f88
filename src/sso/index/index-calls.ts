import { callService, ServiceRefusal } from '../../aws-api/call-service.ts'
import type { ResultPage } from '../../aws-api/every-page.ts'
import { callTimeoutMs, type ServiceCall } from '../../aws-api/service-call.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { timeLimit } from '../../model/time-limit.ts'
import { endpointHint, ssoPortal } from '../../network/called-service.ts'
import type { SsoEndpoints } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SsoSession } from '../../plan/sso/sso-session.ts'
import { isAccountId, isSsoRoleName } from '../../plan/values/sso-names.ts'
import { signInInsteadOf } from '../signed-out.ts'
import { CallPace } from './call-pace.ts'
import type { ListedAccount } from './index-draft.ts'
import { pause } from './pause.ts'
import { SharedToken } from './shared-token.ts'

/** What an index is fetched with. */
export interface IndexSource {
  readonly session: SsoSession
  readonly endpoints: SsoEndpoints
  readonly inputs: PlanInputs
  readonly interaction: Interaction
}

/** The attempts of a call that fails for a reason that may pass, such as a lost connection. */
const attempts = 3

/** One attempt for a call, since the calls of an index share the pace. */
const timeouts = { connect: 5_000, whole: callTimeoutMs, attempts: 1 }

/** The calls of one fetch. They share a token and a pace, and each request has a deadline. */
export class IndexCalls {
  readonly #source: IndexSource
  readonly #stopped: AbortSignal
  readonly #aborted: AbortSignal
  readonly #token: SharedToken
  readonly #pace = new CallPace()

  /**
   * @param stopped no call starts from then on.
   * @param aborted calls that have no answer yet end.
   */
  constructor(source: IndexSource, stopped: AbortSignal, aborted: AbortSignal) {
    this.#source = source
    this.#stopped = stopped
    this.#aborted = aborted
    const { session, endpoints, inputs, interaction } = source
    this.#token = new SharedToken({ session, oidc: endpoints.oidc }, inputs, interaction)
  }

  /** One page of the accounts. */
  async accounts(nextToken: string | undefined): Promise<{
    readonly accounts: readonly ListedAccount[]
    readonly nextToken: string | undefined
  }> {
    const what = 'ListAccounts'
    const { accountPages } = await import('../sso-portal.ts')
    const page = await this.#send(what, (token, call) =>
      accountPages(token, call)(nextToken, call.abortSignal),
    )
    return { accounts: items(page, what).map(listedAccount), nextToken: tokenOf(page) }
  }

  /** The names of all roles in an account; undefined if the user has none there any more. */
  async roles(accountId: string): Promise<readonly string[] | undefined> {
    const { rolePages } = await import('../sso-portal.ts')
    const what = `ListAccountRoles of ${accountId}`
    const names: string[] = []
    const tokens = new Set<string>()
    try {
      for (let next: string | undefined; ; ) {
        const page = await this.#send(what, (token, call) =>
          rolePages(token, accountId, call)(next, call.abortSignal),
        )
        names.push(...items(page, what).flatMap(roleNameIn))
        next = tokenOf(page)
        if (next === undefined) return names
        if (tokens.has(next)) throw notAList(what, 'the server sent the same nextToken twice')
        tokens.add(next)
      }
    } catch (error) {
      if (isGone(error)) return undefined
      throw error
    }
  }

  /** Waits for a place in the pace, and repeats a call that AWS throttles. */
  async #send(
    what: string,
    ask: (accessToken: string, call: ServiceCall) => Promise<ResultPage>,
  ): Promise<ResultPage> {
    let failures = 0
    let isRenewed = false
    for (;;) {
      await pause(this.#pace.delay(), this.#stopped)
      if (this.#stopped.aborted) throw new FetchStopped()
      const token = await this.#token.current()
      try {
        const page = await this.#attempt(what, token.accessToken, ask)
        this.#pace.answered()
        return page
      } catch (error) {
        if (this.#aborted.aborted) throw new FetchStopped()
        if (isThrottled(error)) this.#pace.throttled(error.retryAfter)
        else if (isUnauthorized(error)) {
          if (isRenewed) throw signInInsteadOf(error, this.#signIn())
          isRenewed = true
          await this.#token.renew(token)
        } else {
          failures += 1
          if (failures === attempts || !canPass(error)) throw error
          await pause(100 * 2 ** failures, this.#stopped)
        }
      }
    }
  }

  #attempt(
    what: string,
    accessToken: string,
    ask: (accessToken: string, call: ServiceCall) => Promise<ResultPage>,
  ): Promise<ResultPage> {
    const { endpoints, inputs, interaction } = this.#source
    const attempt = {
      service: ssoPortal,
      endpointConfig: endpoints.portal,
      what,
      env: inputs.env,
      report: interaction.report,
      secrets: [accessToken],
      deadline: AbortSignal.any([this.#aborted, timeLimit(callTimeoutMs)]),
      timeouts,
    }
    return callService(attempt, (call) => ask(accessToken, call))
  }

  #signIn() {
    const { session, endpoints } = this.#source
    return { session, oidc: endpoints.oidc }
  }
}

/** The fetch has been stopped. What it has received is stored. */
export class FetchStopped extends Error {}

/** AWS has had too many calls. */
export const isThrottled = (error: unknown): error is ServiceRefusal =>
  error instanceof ServiceRefusal && /^(TooManyRequests|SlowDown|Throttl)/.test(error.code)

const isUnauthorized = (error: unknown) =>
  error instanceof ServiceRefusal && error.code === 'UnauthorizedException'

const isGone = (error: unknown) =>
  error instanceof ServiceRefusal && /^(Forbidden|ResourceNotFound)/.test(error.code)

/** A failed connection may pass, and so may an error on AWS's side. */
const canPass = (error: unknown) =>
  error instanceof ServiceRefusal
    ? /^(Internal|ServiceUnavailable)/.test(error.code)
    : error instanceof AssumeError

function items({ items }: ResultPage, what: string): readonly unknown[] {
  if (Array.isArray(items)) return items
  throw notAList(what, 'the response is not a list')
}

const tokenOf = ({ nextToken }: ResultPage) =>
  typeof nextToken === 'string' && nextToken !== '' ? nextToken : undefined

function listedAccount(entry: unknown): ListedAccount {
  const { accountId, accountName, emailAddress } = { ...(entry as object) } as Record<
    string,
    unknown
  >
  if (typeof accountId !== 'string' || !isAccountId(accountId)) {
    throw notAList('ListAccounts', 'an account has no number')
  }
  return {
    accountId,
    accountName: typeof accountName === 'string' ? accountName : accountId,
    email: typeof emailAddress === 'string' ? emailAddress : '',
  }
}

function roleNameIn(entry: unknown): string[] {
  const { roleName } = { ...(entry as object) } as Record<string, unknown>
  return typeof roleName === 'string' && isSsoRoleName(roleName) ? [roleName] : []
}

const notAList = (what: string, why: string) =>
  new AssumeError(`${what} failed: ${why}`, [endpointHint(ssoPortal)])
