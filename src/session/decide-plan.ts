import type { Talk } from '../model/talk.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { CallerIdentity, Need, Plan, SsoAccounts } from '../plan/plan.ts'
import type { Request } from '../plan/request.ts'
import { ssoSessionTitle } from '../plan/sso-session.ts'
import { refuseUnencrypted } from '../plan/unencrypted.ts'
import type { World } from '../plan/world.ts'
import { fetchCredentials } from '../sources/fetch.ts'
import { listSsoAccounts } from '../sources/sso-accounts.ts'
import { keptAccounts } from '../sources/sso-accounts-cache.ts'
import { identify } from './call-sts.ts'
import { keysOf } from './run-plan.ts'

/** Plans, asks AWS what the plan still needs to know, and plans again. */
export async function decidePlan(request: Request, world: World, talk: Talk): Promise<Plan> {
  const callerIdentities = new Map<string, CallerIdentity>()
  const ssoAccounts = new Map<string, SsoAccounts>()
  for (;;) {
    const planned = makePlan(request, { ...world, facts: { callerIdentities, ssoAccounts } })
    if ('found' in planned) return planned.found
    const { need } = planned
    if (need.fact === 'caller identity') {
      callerIdentities.set(need.source.identity, await callerOf(need, world, talk))
    } else {
      const title = ssoSessionTitle(need.session)
      ssoAccounts.set(title, await accountsOf(need, !ssoAccounts.has(title), world, talk))
    }
  }
}

type NeedOf<Fact extends Need['fact']> = Extract<Need, { readonly fact: Fact }>

async function callerOf(
  { source, where }: NeedOf<'caller identity'>,
  world: World,
  talk: Talk,
): Promise<CallerIdentity> {
  refuseUnencrypted(where)
  return identify({
    where,
    credentials: await fetchCredentials(source, world, talk),
    keysOf: keysOf(source),
    env: world.env,
    report: talk.report,
  })
}

/** Those that are kept, and if they do not help, which is when they are needed once more, all anew. */
async function accountsOf(
  { session, places }: NeedOf<'sso accounts'>,
  mayBeKept: boolean,
  world: World,
  talk: Talk,
): Promise<SsoAccounts> {
  const kept = mayBeKept ? keptAccounts(session, world.env) : undefined
  talk.report.debug(`need the accounts of ${ssoSessionTitle(session)}${kept ? ', kept' : ''}`)
  const accounts = kept ?? (await listSsoAccounts(session, places, world, talk))
  return { accounts, isKept: kept !== undefined }
}
