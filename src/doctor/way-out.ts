import { AssumeError } from '../model/errors.ts'
import { type AgentFor, agentsOf } from '../network/agent.ts'
import { proxyFor } from '../network/proxy-for.ts'
import { refuseUnencrypted } from '../plan/unencrypted.ts'
import { type Where, whereOf } from '../plan/where.ts'
import { type WhyWhere, whyWhere } from '../plan/why-where.ts'
import { clientConfig } from '../sources/client-config.ts'
import type { Patient } from './patient.ts'

/** Where STS is called in this shell with no other word, and what leads there. */
export interface WayOut {
  readonly where: Where
  readonly why: WhyWhere
  readonly url: URL
  readonly proxy?: NonNullable<ReturnType<typeof proxyFor>>
  readonly agentFor?: AgentFor
}

/** Nothing is called. Or the error of whoever would. */
export function wayOut(patient: Patient): Promise<WayOut | AssumeError> {
  const way = known.get(patient) ?? findWay(patient)
  known.set(patient, way)
  return way
}

const known = new WeakMap<Patient, Promise<WayOut | AssumeError>>()

async function findWay({ inputs, report }: Patient): Promise<WayOut | AssumeError> {
  const { env, profiles } = inputs
  const profile = profiles.profiles.get(env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || 'default')
  try {
    const where = whereOf({}, profile, inputs)
    refuseUnencrypted(where)
    const { endpointOf } = await import('../session/sts.ts')
    const url = new URL(where.endpoint ?? endpointOf(where, clientConfig(where, undefined)))
    const proxy = proxyFor(url, env)
    const agentFor = await agentsOf(env, where.caBundle, report)
    // Whether the certificates can be had.
    await agentFor?.(url)
    return {
      where,
      why: whyWhere(where, {}, profile, inputs),
      url,
      ...(proxy && { proxy }),
      ...(agentFor && { agentFor }),
    }
  } catch (error) {
    if (error instanceof AssumeError) return error
    throw error
  }
}
