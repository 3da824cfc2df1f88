import { AssumeError } from '../model/errors.ts'
import { iamEndpointConfig } from '../plan/iam-endpoint.ts'
import { askIam } from '../session/ask-iam.ts'
import { knock } from './knock.ts'
import type { Patient } from './patient.ts'
import { quietInteraction, selectedProfile, writtenKeys } from './written-keys.ts'

type Ask<Answer> = Parameters<typeof askIam<Answer>>[4]

/**
 * Asks IAM something of the user whose keys are written down for this shell. Undefined where there
 * are none, AWS is not reached, or IAM does not tell.
 */
export async function askOfUser<Answer>(
  what: string,
  patient: Patient,
  ask: Ask<Answer>,
): Promise<{ readonly answer: Answer; readonly profile: string } | undefined> {
  const source = writtenKeys(patient)
  if (!source?.longLived || source.profile === undefined) return undefined
  const reached = await knock(patient)
  if (!reached || reached instanceof AssumeError) return undefined
  const endpointConfig = iamEndpointConfig(
    reached.way.endpointConfig,
    selectedProfile(patient),
    patient.inputs,
  )
  if (!endpointConfig) return undefined
  const asking = { source, endpointConfig }
  const answer = await askIam(what, asking, patient.inputs, quietInteraction(patient), ask)
  return answer && { answer, profile: source.profile }
}
