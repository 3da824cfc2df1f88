import { type Profile, text } from '../config/profile.ts'
import type { Environment } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import { type CaBundle, readCaBundle } from '../network/ca-bundle.ts'
import type { EndpointConfig } from '../plan/endpoint/endpoint-types.ts'
import { nothingLearned } from '../plan/learned-facts.ts'
import { makePlan } from '../plan/make-plan.ts'
import { onAnyMachine } from '../plan/on-any-machine.ts'
import type { TargetOptions } from '../plan/options/target-options.ts'
import type { Plan, Source } from '../plan/plan.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import type { Planned } from '../plan/route/route.ts'
import { readToken } from './web-identity.ts'
import { refuseExpired } from './written-session.ts'

/** Inputs from the files only. The environment contributes nothing but the STS endpoint. */
export const inputsFromFiles = (inputs: PlanInputs): PlanInputs => ({
  ...onAnyMachine(inputs),
  // The endpoint decides which role ARNs are valid.
  env: endpointVariables(inputs.env),
  learned: nothingLearned,
})

const endpointVariables = (env: Environment): Environment => ({
  AWS_ENDPOINT_URL: env.AWS_ENDPOINT_URL,
  AWS_ENDPOINT_URL_STS: env.AWS_ENDPOINT_URL_STS,
  AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS,
})

/** The error of `assume NAME` for a profile. */
export type RefusalOf = (profile: Profile, options?: TargetOptions) => AssumeError | undefined

/**
 * Finds the reason why a profile is unusable, as far as files show it: a source that is missing, loops or
 * has no keys, incomplete keys, invalid values and missing files. It plans each profile and calls or runs
 * nothing.
 *
 * @param files the result of `inputsFromFiles`.
 */
export function refusalsIn(files: PlanInputs, now: Date): RefusalOf {
  // Thousands of profiles can name the same bundle.
  const caRefusals = new Map<string, AssumeError | undefined>()
  const checkCertificates = (bundle: CaBundle) => {
    if (!caRefusals.has(bundle.path)) {
      caRefusals.set(
        bundle.path,
        errorIn(() => readCaBundle(bundle)),
      )
    }
    const refusal = caRefusals.get(bundle.path)
    if (refusal) throw refusal
  }
  return ({ name }, options = {}) =>
    errorIn(() => {
      const planned = makePlan({ target: { kind: 'profile', profile: name }, options }, files)
      const source = sourceOf(planned)
      const first = source?.profile && files.profiles.profiles.get(source.profile)
      if (source && first) checkSource(source, first, now)
      const endpointConfig = calledAt(planned)
      // A plain http endpoint needs no certificates.
      if (endpointConfig?.caBundle && !endpointConfig.endpoint?.startsWith('http:'))
        checkCertificates(endpointConfig.caBundle)
    })
}

function errorIn(check: () => void): AssumeError | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (error instanceof AssumeError) return error
    throw error
  }
}

function sourceOf(planned: Planned<Plan>): Source | undefined {
  if ('value' in planned) return planned.value.source
  return 'source' in planned.need ? planned.need.source : undefined
}

/** @throws AssumeError for a missing token and for expired keys. */
function checkSource({ kind, isLongTerm, tokenFor }: Source, profile: Profile, now: Date): void {
  if (kind === 'access-key' && !isLongTerm) refuseExpired(profile, now)
  if (tokenFor !== undefined && text(profile, 'web_identity_token_file')) readToken(profile)
}

/** Returns undefined if the plan makes no call. */
function calledAt(planned: Planned<Plan>): EndpointConfig | undefined {
  if ('value' in planned) return planned.value.steps.length > 0 ? planned.value : undefined
  return 'endpointConfig' in planned.need ? planned.need.endpointConfig : undefined
}
