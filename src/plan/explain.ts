import type { Settings } from '../config/settings/settings.ts'
import type { Danger } from './danger/danger.ts'
import { dangerOfRequest, dangerOfRoute } from './danger/danger-of-route.ts'
import { stsEndpointConfig } from './endpoint/endpoint-config.ts'
import type { EndpointConfig } from './endpoint/endpoint-types.ts'
import { type EndpointReasons, explainEndpoint } from './endpoint/explain-endpoint.ts'
import { refuseUnencrypted } from './endpoint/unencrypted.ts'
import { notesOf, sourceOf } from './make-plan.ts'
import { firstMfa } from './mfa/mfa.ts'
import type { Mfa, Need, Plan, Source, Step } from './plan.ts'
import type { PlanInputs } from './plan-inputs.ts'
import { type Request, targetName } from './request.ts'
import { findRoute } from './route/find-route.ts'
import { followOwnCredentialProcess } from './route/follow-own-credential-process.ts'
import { endpointConfigOfRoute, type Route } from './route/route.ts'
import { ssoSessionTitle } from './sso/sso-session.ts'
import type { PlannedStep } from './steps/planned-step.ts'
import { stepsOf, stepsWith } from './steps/steps.ts'
import { sessionSettings } from './values/session-settings.ts'

/** A plan as far as it can be known without asking anybody, and why it is so. */
export interface Explanation {
  readonly target: string
  readonly endpointConfig: EndpointConfig
  readonly source: Source
  readonly steps: readonly ExplainedStep[]
  readonly notes: readonly string[]
  /** What only the network can tell. */
  readonly needs: readonly Need[]
  /** What a person has to confirm first, as far as it is known. */
  readonly danger?: Danger
  /** Where settings were looked for. */
  readonly settingsFiles: Settings['files']
  /** The source is a `credential_process`, and that assume itself: what it would do. */
  readonly asks?: { readonly request: Request; readonly explanation: Explanation }
  /** Absent as long as it is not known whose keys they are, or which role is asked for. */
  readonly known?: {
    readonly label: string
    /** Serves region, endpoint and settings for the whole chain. */
    readonly profile?: string
    readonly why: EndpointReasons
    /** Variables that the shell gets besides the keys. */
    readonly settings: Readonly<Record<string, string>>
  }
}

/** Of the input is left out what is not known. */
export interface ExplainedStep {
  readonly operation: Step['operation']
  readonly profile?: string
  readonly input: Readonly<Record<string, unknown>>
  /** Who says so, by parameter. */
  readonly from: PlannedStep['from']
  /** Why the code goes there. */
  readonly why?: string
}

/**
 * What `makePlan` plans, but a need is no end: what does not hang on it is there.
 *
 * @throws AssumeError for whatever `makePlan` throws.
 */
export function explain(request: Request, inputs: PlanInputs): Explanation {
  const target = targetName(request.target)
  const settingsFiles = inputs.settings.files
  const found = findRoute(request, inputs)
  const first = sourceOf(found)
  const [own] = first ? followOwnCredentialProcess(first, inputs) : []
  const asks = own && { request: own.request, explanation: explain(own.request, inputs) }
  if ('need' in found) {
    const { endpointConfig, source } = beginning(found.need, request, inputs)
    refuseUnencrypted(endpointConfig)
    const needs = [found.need]
    const danger = dangerOfRequest(request, inputs)
    const more = { ...(danger && { danger }), settingsFiles, ...(asks && { asks }) }
    return { target, endpointConfig, source, steps: [], notes: [], needs, ...more }
  }
  const danger = dangerOfRoute(request, found.value, inputs)
  const route = { ...found.value, ...(danger && { danger }) }
  const { profile, label, chain } = route
  const endpointConfig = endpointConfigOfRoute(request, route, inputs)
  const settings = sessionSettings(request.options, profile, inputs)
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
      label,
      ...(profile && { profile: profile.name }),
      why: explainEndpoint(endpointConfig, request.options, profile, inputs),
      settings,
    },
  }
}

/** What is known before the answer to a need. */
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

/** Only with the device known is it asked how long the role may last. */
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

/** In place of the one that only AWS can tell. */
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
