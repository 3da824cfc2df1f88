import type { CommandContext } from '../../cli/context.ts'
import { shellWord } from '../../formats/posix.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import type { TargetOptions } from '../../plan/options/target-options.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import type { SessionIndex } from '../../plan/sso/role-pairs.ts'
import { allSignIns, type SignInSession, sessionNamed } from '../../plan/sso/sign-in-session.ts'
import { ssoEndpoints } from '../../plan/sso/sso-endpoints.ts'
import { firstSignInHint, ssoSessionTitle } from '../../plan/sso/sso-session.ts'
import { readIndex } from '../../sso/index/index-store.ts'
import { ageOf, renewIndex } from '../../sso/index/renew-index.ts'
import { SignInNeeded } from '../../sso/sign-in-needed.ts'
import { indexProgress } from '../../view/index-progress.ts'

export interface WantedRoles {
  readonly signIns: readonly SignInSession[]
  readonly options: TargetOptions
  readonly quiet: boolean
}

/**
 * The sign-in that `--sso-session` names, or all of them.
 *
 * @throws AssumeError if there is none.
 */
export function signInsFor(name: string | undefined, inputs: PlanInputs): readonly SignInSession[] {
  const named = sessionNamed(name, inputs)
  if (named) return [named]
  const all = allSignIns(inputs).filter(({ session }) => session.name !== undefined)
  if (all.length > 0) return all
  throw new AssumeError('there is no sign-in to IAM Identity Center yet', [firstSignInHint])
}

/**
 * The complete and current roles of the sign-ins, for commands in which a missing role would be a mistake.
 * What is partial or old is fetched first. A sign-in that has never been used is left out if there is
 * another one.
 *
 * @throws AssumeError if the roles of a sign-in cannot be completed, and SignInNeeded.
 */
export async function completeRoles(
  { signIns, options, quiet }: WantedRoles,
  inputs: PlanInputs,
  interaction: Interaction,
  context: CommandContext,
): Promise<readonly SessionIndex[]> {
  const found: SessionIndex[] = []
  let missing: SignInNeeded | undefined
  for (const signIn of signIns) {
    const { session } = signIn
    try {
      await complete(signIn, { options, quiet }, inputs, interaction, context)
      found.push({ session, index: readIndex(session, inputs) })
    } catch (error) {
      const isUnused = !readIndex(session, inputs).header
      if (!(error instanceof SignInNeeded && isUnused && signIns.length > 1)) throw error
      missing ??= error
      interaction.report.note(
        `without ${ssoSessionTitle(session)}, since you are not signed in to it`,
      )
    }
  }
  if (found.length === 0 && missing) throw missing
  return found
}

async function complete(
  { session, profile }: SignInSession,
  { options, quiet }: Pick<WantedRoles, 'options' | 'quiet'>,
  inputs: PlanInputs,
  interaction: Interaction,
  context: CommandContext,
): Promise<void> {
  const title = ssoSessionTitle(session)
  const index = readIndex(session, inputs)
  const isOff = inputs.settings.ssoIndex?.value === 'off'
  if (isOff ? index.header?.isComplete : ageOf(index, inputs, interaction.now()) === 'fresh') return
  const fetching = `assume roles --refresh --sso-session ${shellWord(title)}`
  if (isOff) throw new AssumeError(`the list of your roles of ${title} is not complete`, [fetching])
  const { isBusy, isComplete } = await renewIndex(
    { session, endpoints: ssoEndpoints(session, options, profile, inputs), inputs, interaction },
    { isForced: false, stop: new AbortController().signal, show: indexProgress(context, quiet) },
  )
  if (isBusy) {
    throw new AssumeError(`another assume fetches the list of your roles of ${title}`, [
      'try again when it has finished',
    ])
  }
  if (!isComplete) {
    throw new AssumeError(`the list of your roles of ${title} is not complete`, [fetching])
  }
}
