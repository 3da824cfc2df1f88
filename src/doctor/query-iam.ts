import { AssumeError } from '../model/errors.ts'
import { iamEndpointConfig } from '../plan/endpoint/iam-endpoint.ts'
import { askIam } from '../session/sts/ask-iam.ts'
import type { CheckContext } from './check-context.ts'
import { probeSts } from './probe-sts.ts'
import { quietInteraction, selectedProfile, writtenKeys } from './written-keys.ts'

type Ask<Answer> = Parameters<typeof askIam<Answer>>[4]

/**
 * Calls IAM with the long-term keys that this shell's profile contains. Returns undefined if there are
 * none, AWS is unreachable or IAM does not answer.
 */
export async function queryIam<Answer>(
  what: string,
  checkContext: CheckContext,
  ask: Ask<Answer>,
): Promise<{ readonly answer: Answer; readonly profile: string } | undefined> {
  const source = writtenKeys(checkContext)
  if (!source?.isLongTerm || source.profile === undefined) return undefined
  const reached = await probeSts(checkContext)
  if (!reached || reached instanceof AssumeError) return undefined
  const endpointConfig = iamEndpointConfig(
    reached.way.endpointConfig,
    selectedProfile(checkContext),
    checkContext.inputs,
  )
  if (!endpointConfig) return undefined
  const asking = { source, endpointConfig }
  const answer = await askIam(
    what,
    asking,
    checkContext.inputs,
    quietInteraction(checkContext),
    ask,
  )
  return answer && { answer, profile: source.profile }
}
