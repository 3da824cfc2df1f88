import { isAwsSts } from '../endpoint/aws-endpoint.ts'
import { findProfile } from '../find-profile.ts'
import { firstMfa, namedMfa, withProcess } from '../mfa/mfa.ts'
import type { Mfa } from '../plan.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { Request } from '../request.ts'
import { wantsUserSession } from '../route/process-keys.ts'
import {
  endpointConfigOfRoute,
  identityOf,
  needIdentity,
  type Planned,
  type Route,
  roleOf,
} from '../route/route.ts'
import { notesOnKeysTaken } from '../route/unhonoured-keys.ts'
import { federationSteps } from './federation-step.ts'
import { longestRoleOf } from './longest-role.ts'
import { throughMfaSession } from './mfa-session.ts'
import type { PlannedStep, Steps } from './planned-step.ts'
import { type Longest, wantedOf } from './role-duration.ts'
import { type PlannedRole, roleStep } from './role-step.ts'
import { userSteps } from './user-steps.ts'
import { webIdentityStep } from './web-identity-step.ts'

/**
 * The calls of a route, in order. Command-line options and the duration of the settings apply only
 * to the requested role, which is the last.
 */
export function stepsOf(request: Request, route: Route, inputs: PlanInputs): Planned<Steps> {
  const { source } = route.chain
  const isUser = rolesOf(route, undefined, inputs).length === 0 && source.tokenFor === undefined
  if (source.isUnsure && (!isUser || wantsUserSession(request, source, inputs))) {
    // Validates the steps first, so that no program runs for an invalid request.
    if (!isUser) stepsWith(undefined, request, route, inputs)
    const { danger } = route
    const endpointConfig = endpointConfigOfRoute(request, route, inputs)
    return { need: { fact: 'process keys', source, endpointConfig, ...(danger && { danger }) } }
  }
  if (request.console && isUser && source.isLongTerm) return federation(request, route, inputs)
  const mfa = firstMfa(request, route, inputs)
  // Validates the steps first, so that assume makes no AWS call for an invalid request.
  if ('need' in mfa) {
    if (!isUser) stepsWith(undefined, request, route, inputs)
    return mfa
  }
  const steps = stepsWith(mfa.value, request, route, inputs)
  const longest = longestOf(rolesOf(route, mfa.value, inputs), request, route, inputs)
  return longest && 'need' in longest ? longest : { value: steps }
}

/** @param mfa the device for the first call, if the call uses one. */
export function stepsWith(
  mfa: Mfa | undefined,
  request: Request,
  route: Route,
  inputs: PlanInputs,
): Steps {
  const { source } = route.chain
  const sourceNotes = notesOnSource(route, inputs)
  const roles = rolesOf(route, mfa, inputs)
  const isAws = isAwsSts(route.profile, inputs)
  if (roles.length === 0 && source.tokenFor === undefined) {
    const { made, notes } = userSteps(request, { source, mfa, isAws }, inputs)
    return { made, notes: [...sourceNotes, ...notes] }
  }
  const longest = longestOf(roles, request, route, inputs)
  const forRole = (isLast: boolean) => ({
    options: isLast ? request.options : {},
    settings: isLast ? inputs.settings : withoutDuration(inputs.settings),
    user: route.user ?? inputs.loginName(),
    isAws,
    policyFile: inputs.policyFile,
    ...(isLast && longest && 'value' in longest && { longest: longest.value }),
  })
  const first = tokenStep(route, inputs, forRole(roles.length === 0))
  const others = roles.map((role, index) => {
    const { options, ...circumstances } = forRole(index === roles.length - 1)
    const fromTemporaryCredentials = index > 0 || !(source.isLongTerm || source.isUnsure)
    return roleStep(role, options, { ...circumstances, fromTemporaryCredentials })
  })
  const made = throughMfaSession([...first, ...others], request, route, inputs)
  return { made, notes: [...sourceNotes, ...(source.isUnsure ? [] : unused(request, made))] }
}

/** Needs the identity of the keys from AWS, because the root user must not sign in with keys. */
function federation(request: Request, route: Route, inputs: PlanInputs): Planned<Steps> {
  const { source } = route.chain
  const caller = identityOf(source, inputs)
  if (!caller) return needIdentity(source, endpointConfigOfRoute(request, route, inputs))
  return { value: federationSteps(request, source, caller, inputs) }
}

/** The duration for `max`, if the last role requests it. */
function longestOf(
  roles: readonly PlannedRole[],
  request: Request,
  route: Route,
  inputs: PlanInputs,
): Planned<Longest> | undefined {
  const { source } = route.chain
  const last = roles.at(-1)
  const roleArn = last?.arn ?? source.tokenFor
  const wanted = wantedOf(last?.profile, request.options, inputs.settings)
  if (roleArn === undefined || wanted?.seconds !== 'max') return undefined
  const isFirst = roles.length === 1 && source.isLongTerm
  const fromTemporaryCredentials = last !== undefined && !isFirst
  const takesCode = last?.mfa !== undefined
  return longestRoleOf(roleArn, { fromTemporaryCredentials, takesCode }, request, route, inputs)
}

const withoutDuration = ({ duration: _, ...settings }: PlanInputs['settings']) => settings

/** A profile may name itself as its source. assume then also assumes its role, which honours the keys. */
function notesOnSource({ chain: { source, roles } }: Route, inputs: PlanInputs): string[] {
  const name = source.tokenFor === undefined ? source.profile : undefined
  const profile = name === undefined ? undefined : findProfile(name, inputs)
  return profile && !roles.includes(profile) ? notesOnKeysTaken(profile) : []
}

type ForRole = Pick<Request, 'options'> &
  Pick<PlanInputs, 'settings' | 'policyFile'> & {
    readonly user: string
    readonly isAws: boolean
    readonly longest?: Longest
  }

/** The call that exchanges the source's web identity token for credentials. */
function tokenStep(
  { chain }: Route,
  inputs: PlanInputs,
  { options, ...circumstances }: ForRole,
): PlannedStep[] {
  const { tokenFor, profile: name } = chain.source
  const profile = name === undefined ? undefined : findProfile(name, inputs)
  if (tokenFor === undefined || !profile) return []
  return [webIdentityStep(profile, tokenFor, options, circumstances)]
}

function rolesOf(
  { chain, role }: Route,
  first: Mfa | undefined,
  inputs: PlanInputs,
): PlannedRole[] {
  const ofProfiles = chain.roles.map((profile, index) => ({
    profile,
    arn: roleOf(profile).arn,
    mfa: index === 0 ? first : withProcess(namedMfa(undefined, [profile]), [profile], inputs),
  }))
  const named = role && { arn: role.arn, mfa: ofProfiles.length === 0 ? first : undefined }
  return named ? [...ofProfiles, named] : ofProfiles
}

function unused({ code }: Request, made: readonly PlannedStep[]): string[] {
  return code === undefined || made.some(({ step }) => step.mfa)
    ? []
    : ['the code was not used: the keys are temporary ones already, and no step asks for MFA']
}
