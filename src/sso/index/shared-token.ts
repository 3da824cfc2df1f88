import { callTimeoutMs } from '../../aws-api/service-call.ts'
import type { Interaction } from '../../model/interaction.ts'
import { timeLimit } from '../../model/time-limit.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SignIn } from '../sign-in-needed.ts'
import { renewedToken, ssoToken } from '../token/sso-token.ts'
import type { SsoToken } from '../token/sso-token-cache.ts'

/** The token of many calls at once. If AWS rejects it, one of them renews it and the others wait. */
export class SharedToken {
  readonly #signIn: SignIn
  readonly #inputs: PlanInputs
  readonly #interaction: Interaction
  #token: Promise<SsoToken> | undefined
  readonly #rejected = new Set<string>()

  constructor(signIn: SignIn, inputs: PlanInputs, interaction: Interaction) {
    this.#signIn = signIn
    this.#inputs = inputs
    this.#interaction = interaction
  }

  /** @throws SignInNeeded, which nobody answers here. */
  current(): Promise<SsoToken> {
    const deadline = timeLimit(callTimeoutMs)
    this.#token ??= ssoToken(this.#signIn, this.#inputs, this.#interaction, deadline)
    return this.#token
  }

  /**
   * Renews a token that AWS has rejected. If another call has renewed it in the meantime, nothing happens.
   *
   * @throws SignInNeeded if the user has to sign in.
   */
  async renew(rejected: SsoToken): Promise<void> {
    if (!this.#rejected.has(rejected.accessToken)) {
      this.#rejected.add(rejected.accessToken)
      const deadline = timeLimit(callTimeoutMs)
      this.#token = renewedToken(rejected, this.#signIn, this.#inputs, this.#interaction, deadline)
    }
    await this.#token
  }
}
