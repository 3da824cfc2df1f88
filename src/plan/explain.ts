import type { Settings, TargetDefaults } from '../config/settings/settings.ts'
import type { Danger } from './danger/danger.ts'
import { dangerOfRequest, dangerOfRoute } from './danger/danger-of-route.ts'
import { stsEndpointConfig } from './endpoint/endpoint-config.ts'
import type { EndpointConfig } from './endpoint/endpoint-types.ts'
import { type EndpointReasons, explainEndpoint } from './endpoint/explain-endpoint.ts'
import { refuseUnencrypted } from './endpoint/unencrypted.ts'
import type { Need } from './facts.ts'
import { notesOf, sourceOf } from './make-plan.ts'
import { firstMfa } from './mfa/mfa.ts'
import type { Mfa, Plan, Source, Step } from './plan.ts'
import type { PlanInputs } from './plan-inputs.ts'
import { type Request, targetName } from './request.ts'
import { findRoute } from './route/find-route.ts'
import { followOwnCredentialProcess } from './route/follow-own-credential-process.ts'
import { endpointConfigOfRoute, type Route } from './route/route.ts'
import { ssoSessionTitle } from './sso/sso-session.ts'
import type { PlannedStep } from './steps/planned-step.ts'
import { stepsOf, stepsWith } from './steps/steps.ts'
import { inputsWith, targetDefaults } from './target-defaults.ts'
import { sessionSettings } from './values/session-settings.ts'

/** The part of a plan that is known without a network call, and the reason for each value. */
export interface Explanation {
  readonly target: string
  readonly endpointConfig: EndpointConfig
  readonly source: Source
  readonly steps: readonly ExplainedStep[]
  readonly notes: readonly string[]
  /** The facts that only a network call can provide. */
  readonly needs: readonly Need[]
  /** The danger to confirm, as far as it is known. */
  readonly danger?: Danger
  /** The settings files that assume looked for. */
  readonly settingsFiles: Settings['files']
  /**
   * Present if the source is a `credential_process` that runs assume: the request and the
   * explanation of that run.
   */
  readonly asks?: { readonly request: Request; readonly explanation: Explanation }
  /** Absent until the account and the role are known. */
  readonly known?: {
    readonly label: string
    /** What the `[target]` sections of the settings say about the target. */
    readonly defaults: TargetDefaults
    /** The profile that provides region, endpoint and settings for the whole chain. */
    readonly profile?: string
    readonly why: EndpointReasons
    /** The variables that the shell gets in addition to the credentials. */
    readonly settings: Readonly<Record<string, string>>
  }
}

/** A step without the inputs that are still unknown. */
export interface ExplainedStep {
  readonly operation: Step['operation']
  readonly profile?: string
  readonly input: Readonly<Record<string, unknown>>
  /** The location of the setting for each parameter. */
  readonly from: PlannedStep['from']
  /** The reason why the code goes to this step. */
  readonly why?: string
}

/**
 * Explains what `makePlan` would plan. Unresolved needs do not stop it: everything independent of
 * them is filled in.
 *
 * @throws AssumeError in the same cases as `makePlan`.
 */
export function explain(request: Request, allInputs: PlanInputs): Explanation {
  const target = targetName(request.target)
  const settingsFiles = allInputs.settings.files
  const found = findRoute(request, allInputs)
  const first = sourceOf(found)
  const [own] = first ? followOwnCredentialProcess(first, allInputs) : []
  const asks = own && { request: own.request, explanation: explain(own.request, allInputs) }
  if ('need' in found) {
    const { endpointConfig, source } = beginning(found.need, request, allInputs)
    refuseUnencrypted(endpointConfig)
    const needs = [found.need]
    const danger = dangerOfRequest(request, allInputs)
    const more = { ...(danger && { danger }), settingsFiles, ...(asks && { asks }) }
    return { target, endpointConfig, source, steps: [], notes: [], needs, ...more }
  }
  const defaults = targetDefaults(request, found.value, allInputs)
  const inputs = inputsWith(defaults, allInputs)
  const danger = dangerOfRoute(request, found.value, inputs)
  const route = { ...found.value, ...(danger && { danger }) }
  const { profile, chain } = route
  const endpointConfig = endpointConfigOfRoute(request, route, inputs)
  const settings = sessionSettings(request.options, profile, inputs, defaults)
  const planned = stepsOf(request, route, inputs)
  const needs = 'need' in planned ? [planned.need] : []
  const steps =
    'need' in planned
      ? stepsWith(deviceBefore(planned.need, request, route, inputs), request, route, inputs)
      : planned.value
  if (steps.made.length > 0) refuseUnencrypted(endpointConfig)
  return {
    target,
    endpointConfig,
    source: chain.source,
    steps: steps.made.map(explained),
    notes: notesOf(route, steps),
    needs,
    ...(danger && { danger }),
    settingsFiles,
    ...(asks && { asks }),
    known: {
      label: defaults.label?.value ?? route.label,
      defaults,
      ...(profile && { profile: profile.name }),
      why: explainEndpoint(endpointConfig, request.options, profile, inputs),
      settings,
    },
  }
}

/** The source and the endpoint that are known before a need is resolved. */
function beginning(
  need: Need,
  { options }: Request,
  inputs: PlanInputs,
): Pick<Plan, 'source'> & { endpointConfig: EndpointConfig } {
  if (need.fact !== 'sso accounts') return need
  const identity = ssoSessionTitle(need.session)
  return {
    endpointConfig: stsEndpointConfig(options, undefined, inputs),
    source: { kind: 'sso', identity, isLongTerm: false },
  }
}

/**
 * The needs `role maximum` and `process keys` come after the search for the device, so the device
 * may be known.
 */
function deviceBefore(
  need: Need,
  request: Request,
  route: Route,
  inputs: PlanInputs,
): Mfa | undefined {
  if (need.fact === 'mfa device') return unknownDevice('IAM tells which one it is')
  const isBefore = need.fact === 'role maximum' || need.fact === 'process keys'
  const mfa = isBefore ? firstMfa(request, route, inputs) : undefined
  return mfa && 'value' in mfa ? mfa.value : unknownDevice('AWS tells whose keys they are')
}

/** The placeholder for a device that only AWS can name. */
const unknownDevice = (from: string): Mfa => ({ serial: '', from })

function explained({ step, from }: PlannedStep): ExplainedStep {
  const { operation, input } = step
  const { SerialNumber, ...others }: Readonly<Record<string, unknown>> = { ...input }
  return {
    operation,
    ...('profile' in step && step.profile !== undefined && { profile: step.profile }),
    input: SerialNumber ? input : others,
    from,
    ...(step.why !== undefined && { why: step.why }),
  }
}
