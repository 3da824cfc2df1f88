import { openCache } from '../../cache/cache.ts'
import { activeRequest } from '../../cache/shell-requests.ts'
import { activeSession } from '../../formats/active-session.ts'
import { AssumeError } from '../../model/errors.ts'
import type { Interaction } from '../../model/interaction.ts'
import { notInPortal, portalRoleOf } from '../../plan/console/portal-link.ts'
import type { Plan, SsoRole } from '../../plan/plan.ts'
import { type Request, targetName } from '../../plan/request.ts'
import { findRoute } from '../../plan/route/find-route.ts'
import { rolesTaken } from '../../plan/route/route.ts'
import { dangerGuard } from '../obtain/danger-guard.ts'
import { orSignIn } from '../obtain/or-sign-in.ts'
import { type Asker, planAndConfirm } from '../obtain/plan-and-confirm.ts'
import { tellWarnings } from '../request-warnings.ts'
import { noActiveSession } from './console-session.ts'

/** What a link of the access portal is made from. It needs no session. */
export interface PortalSession {
  readonly label: string
  readonly role: SsoRole
  /** The region of the shell or the profile, if one is set. */
  readonly region?: string
  /** The page to open, if a `[target]` section of the settings names one. */
  readonly service?: string
}

/**
 * Finds the role of a target. AWS is asked for nothing but an account whose number is unknown.
 *
 * @throws UsageError if the role does not come from IAM Identity Center.
 */
export async function portalSessionOf(
  request: Request,
  asker: Asker,
  interaction: Interaction,
): Promise<PortalSession> {
  const { inputs } = asker
  tellWarnings(request, inputs, interaction)
  const found = findRoute(request, inputs)
  const isPossible =
    'value' in found ? portalRoleOf(found.value) !== undefined : found.need.fact === 'sso accounts'
  if (!isPossible) {
    const isAssumed = 'need' in found || rolesTaken(found.value).length > 0
    throw notInPortal(targetName(request.target), isAssumed)
  }
  const attempts = { asker, interaction, guard: dangerGuard(interaction) }
  const { plan } = await orSignIn(() => planAndConfirm(request, attempts), attempts)
  const { AWS_REGION, AWS_DEFAULT_REGION } = inputs.env
  return portalSession(plan, plan.settings.AWS_REGION || AWS_REGION || AWS_DEFAULT_REGION)
}

/** The role of this shell's session, even if the session has expired. */
export function activePortalSession({ inputs, context }: Asker): PortalSession {
  const { env, now } = context
  if (activeSession(env).state !== 'ours') throw noActiveSession()
  const active = activeRequest(env, openCache(context, inputs.settings), now())
  if (!active) {
    throw new AssumeError('the cache does not contain the target of this session any more', [
      'name a target; to see the profiles: assume list',
    ])
  }
  return portalSession(active.plan, env.AWS_REGION || env.AWS_DEFAULT_REGION)
}

function portalSession(plan: Plan, region: string | undefined): PortalSession {
  const { source, steps, label, target, consoleService: service } = plan
  if (!source.sso || steps.length > 0) throw notInPortal(target, steps.length > 0)
  return { label, role: source.sso, ...(region && { region }), ...(service && { service }) }
}
