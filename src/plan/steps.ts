import { federationSteps } from './federation-step.ts'
import { findProfile } from './find-profile.ts'
import { firstMfa, namedMfa } from './mfa.ts'
import { throughMfaSession } from './mfa-session.ts'
import type { Mfa } from './plan.ts'
import type { Request } from './request.ts'
import { type MadeStep, type RoleWanted, roleStep } from './role-step.ts'
import { type Found, identityOf, needIdentity, type Route, roleOf, whereOfRoute } from './route.ts'
import { notesOnKeysTaken } from './unhonoured-keys.ts'
import { userSteps } from './user-steps.ts'
import { webIdentityStep } from './web-identity-step.ts'
import type { World } from './world.ts'

export interface Steps {
  /** In the order they are made. */
  readonly made: readonly MadeStep[]
  /** What is to be told of all of them together. */
  readonly notes: readonly string[]
}

/**
 * The calls of a route, in order. Options of the command line, and how long a session is to last by
 * our settings, are for the role asked for, the last.
 */
export function stepsOf(request: Request, route: Route, world: World): Found<Steps> {
  const { source } = route.chain
  const isUser = rolesOf(route, undefined).length === 0 && source.tokenFor === undefined
  if (request.console && isUser && source.longLived) return federation(request, route, world)
  const mfa = firstMfa(request, route, world)
  // Only then, so that AWS is asked nothing for a request that cannot be.
  if ('need' in mfa && !isUser) stepsWith(undefined, request, route, world)
  return 'need' in mfa ? mfa : { found: stepsWith(mfa.found, request, route, world) }
}

/** @param mfa the device for the first call, if it is made with one. */
export function stepsWith(
  mfa: Mfa | undefined,
  request: Request,
  route: Route,
  world: World,
): Steps {
  const { source } = route.chain
  const sourceNotes = notesOnSource(route, world)
  const roles = rolesOf(route, mfa)
  if (roles.length === 0 && source.tokenFor === undefined) {
    const { made, notes } = userSteps(request, source, mfa, world)
    return { made, notes: [...sourceNotes, ...notes] }
  }
  const forRole = (isLast: boolean) => ({
    options: isLast ? request.options : {},
    settings: isLast ? world.settings : withoutDuration(world.settings),
    user: route.user ?? world.loginName(),
    policyFile: world.policyFile,
  })
  const first = tokenStep(route, world, forRole(roles.length === 0))
  const others = roles.map((role, index) => {
    const { options, ...circumstances } = forRole(index === roles.length - 1)
    const fromTemporaryKeys = index > 0 || !source.longLived
    return roleStep(role, options, { ...circumstances, fromTemporaryKeys })
  })
  const made = throughMfaSession([...first, ...others], request, source, world)
  return { made, notes: [...sourceNotes, ...unused(request, made)] }
}

/** Whose keys they are AWS has to say: the root user is not to sign in with keys. */
function federation(request: Request, route: Route, world: World): Found<Steps> {
  const { source } = route.chain
  const caller = identityOf(source, world)
  if (!caller) return needIdentity(source, whereOfRoute(request, route, world))
  return { found: federationSteps(request, source, caller, world) }
}

const withoutDuration = ({ duration: _, ...settings }: World['settings']) => settings

/** A profile may name itself as its source, and then its role is assumed as well. */
function notesOnSource({ chain: { source, roles } }: Route, world: World): string[] {
  const name = source.tokenFor === undefined ? source.profile : undefined
  const profile = name === undefined ? undefined : findProfile(name, world)
  return profile && !roles.includes(profile) ? notesOnKeysTaken(profile) : []
}

type ForRole = Pick<Request, 'options'> &
  Pick<World, 'settings' | 'policyFile'> & { readonly user: string }

/** The call by which the source's token, if it is one, becomes keys. */
function tokenStep(
  { chain }: Route,
  world: World,
  { options, ...circumstances }: ForRole,
): MadeStep[] {
  const { tokenFor, profile: name } = chain.source
  const profile = name === undefined ? undefined : findProfile(name, world)
  if (tokenFor === undefined || !profile) return []
  return [webIdentityStep(profile, tokenFor, options, circumstances)]
}

function rolesOf({ chain, role }: Route, first: Mfa | undefined): RoleWanted[] {
  const ofProfiles = chain.roles.map((profile, index) => ({
    profile,
    arn: roleOf(profile).arn,
    mfa: index === 0 ? first : namedMfa(undefined, [profile]),
  }))
  const named = role && { arn: role.arn, mfa: ofProfiles.length === 0 ? first : undefined }
  return named ? [...ofProfiles, named] : ofProfiles
}

function unused({ code }: Request, made: readonly MadeStep[]): string[] {
  return code === undefined || made.some(({ step }) => step.mfa)
    ? []
    : ['the code was not used: the keys are temporary ones already, and no step asks for MFA']
}
