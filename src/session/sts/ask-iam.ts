import { type ServiceCall, serviceCall, type Timeouts } from '../../aws-api/service-call.ts'
import type { Interaction } from '../../model/interaction.ts'
import { startOf } from '../../model/start-of.ts'
import type { EndpointConfig } from '../../plan/endpoint/endpoint-types.ts'
import type { Source } from '../../plan/plan.ts'
import type { PlanInputs } from '../../plan/plan-inputs.ts'
import { fetchCredentials } from '../../sources/fetch.ts'

type Iam = typeof import('./iam.ts')

/** The source of the keys that call IAM, and the endpoint. */
export interface Asking {
  readonly source: Source
  readonly endpointConfig: EndpointConfig
}

/** Milliseconds. The answer of IAM is optional, so the timeouts are short. */
const timeouts: Timeouts = { connect: 2_000, whole: 3_000, attempts: 1 }

/** Calls IAM. Returns undefined if the call fails for any reason: the caller continues without the answer. */
export async function askIam<Answer>(
  what: string,
  { source, endpointConfig }: Asking,
  inputs: PlanInputs,
  interaction: Interaction,
  ask: (iam: Iam, call: ServiceCall) => Promise<Answer>,
): Promise<Answer | undefined> {
  const { report } = interaction
  const credentials = await fetchCredentials(source, inputs, interaction)
  const host = endpointConfig.endpoint ?? 'IAM'
  report.debug(`${what} at ${host} with ${credentials.accessKeyId}`)
  try {
    const { env } = inputs
    const call = { service: 'iam', endpointConfig, env, report, credentials, timeouts } as const
    return await ask(await import('./iam.ts'), await serviceCall(call))
  } catch (error) {
    report.debug(`${what} failed: ${startOf(String(error), 300)}`)
    return undefined
  }
}
