import type { Talk } from '../model/talk.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { CallerIdentity, Need, Plan, SsoAccount } from '../plan/plan.ts'
import type { Request } from '../plan/request.ts'
import { ssoSessionTitle } from '../plan/sso-session.ts'
import { refuseUnencrypted } from '../plan/unencrypted.ts'
import type { World } from '../plan/world.ts'
import { fetchCredentials } from '../sources/fetch.ts'
import { refuseProcessLoop } from '../sources/processes-around.ts'
import { listSsoAccounts } from '../sources/sso-accounts.ts'
import type { Cache } from './cache.ts'
import { identify } from './call-sts.ts'
import { rememberKeys } from './memory.ts'
import { keysOf } from './run-plan.ts'

/** Plans, asks AWS what the plan still needs to know, and plans again. */
export async function decidePlan(
  request: Request,
  world: World,
  talk: Talk,
  { memory }: Cache,
): Promise<Plan> {
  const callerIdentities = new Map<string, CallerIdentity>()
  const ssoAccounts = new Map<string, readonly SsoAccount[]>()
  for (;;) {
    const planned = makePlan(request, { ...world, facts: { callerIdentities, ssoAccounts } })
    if ('found' in planned) {
      refuseProcessLoop(planned.found.source, world)
      return planned.found
    }
    const { need } = planned
    if (need.fact === 'caller identity') {
      refuseProcessLoop(need.source, world)
      const caller = await callerOf(need, world, talk)
      callerIdentities.set(need.source.identity, caller)
      // What a program gives may be other keys the next time.
      if (need.source.kind !== 'credential-process') {
        rememberKeys(memory, need.source, { caller }, talk)
      }
    } else {
      const accounts = await listSsoAccounts(need.session, need.places, world, talk)
      ssoAccounts.set(ssoSessionTitle(need.session), accounts)
    }
  }
}

async function callerOf(
  { source, where }: Extract<Need, { readonly fact: 'caller identity' }>,
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
