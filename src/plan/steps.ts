import { firstMfa, namedMfa } from './mfa.ts'
import type { Mfa, Step } from './plan.ts'
import type { Request } from './request.ts'
import { type RoleWanted, roleStep } from './role-step.ts'
import { type Found, type Route, roleOf } from './route.ts'
import { userSteps } from './user-steps.ts'
import type { World } from './world.ts'

export interface Steps {
  readonly steps: readonly Step[]
  readonly notes: readonly string[]
}

/**
 * The calls of a route, in order. Options of the command line, and how long a session is to last by
 * our settings, are for the role asked for, the last.
 */
export function stepsOf(request: Request, route: Route, world: World): Found<Steps> {
  const mfa = firstMfa(request, route, world)
  if ('need' in mfa) return mfa
  const roles = rolesOf(route, mfa.found)
  if (roles.length === 0) return { found: userSteps(request, route.chain.source, mfa.found) }
  const { duration: _, ...settingsOnTheWay } = world.settings
  const made = roles.map((role, index) => {
    const isLast = index === roles.length - 1
    return roleStep(role, isLast ? request.options : {}, {
      settings: isLast ? world.settings : settingsOnTheWay,
      user: route.user ?? world.loginName(),
      fromTemporaryKeys: index > 0 || !route.chain.source.longLived,
    })
  })
  const steps = made.map(({ step }) => step)
  return {
    found: { steps, notes: [...made.flatMap(({ notes }) => notes), ...unused(request, steps)] },
  }
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

function unused({ code }: Request, steps: readonly Step[]): string[] {
  return code === undefined || steps.some(({ mfa }) => mfa)
    ? []
    : ['the code was not used: the keys are temporary ones already, and no step asks for MFA']
}
