import type { Interaction } from '../model/interaction.ts'
import { agentsOf } from '../network/agent.ts'
import type { Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { Where } from '../plan/where.ts'
import { clientConfig, type Patience, type ServiceCall } from '../sources/client-config.ts'
import { fetchCredentials } from '../sources/fetch.ts'
import { prepareClient } from '../sources/prepare-client.ts'

type Iam = typeof import('./iam.ts')

/** Whom IAM sees asking, and where. */
export interface Asking {
  readonly source: Source
  readonly where: Where
}

/** IAM only helps, and nobody waits long for help. */
const patience: Patience = { connect: 2_000, whole: 3_000, attempts: 1 }

/** Undefined where IAM does not tell, for whatever reason: all goes on without. */
export async function askIam<Answer>(
  what: string,
  { source, where }: Asking,
  inputs: PlanInputs,
  interaction: Interaction,
  ask: (iam: Iam, call: ServiceCall) => Promise<Answer>,
): Promise<Answer | undefined> {
  const { report } = interaction
  const credentials = await fetchCredentials(source, inputs, interaction)
  const host = where.endpoint ?? 'IAM'
  report.debug(`${what} at ${host} with ${credentials.accessKeyId}`)
  try {
    const agentFor = await agentsOf(inputs.env, where.caBundle, report)
    const iam = await import('./iam.ts')
    return await ask(iam, {
      where,
      configOf: (agent) => clientConfig(where, agent, credentials, patience),
      prepare: prepareClient(where),
      ...(agentFor && { agentFor }),
      abortSignal: AbortSignal.timeout(patience.whole),
    })
  } catch (error) {
    report.debug(`${what} failed: ${String(error).slice(0, 300)}`)
    return undefined
  }
}
