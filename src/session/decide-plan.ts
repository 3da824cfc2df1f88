import type { Talk } from '../model/talk.ts'
import { makePlan } from '../plan/make-plan.ts'
import type { CallerIdentity, Plan } from '../plan/plan.ts'
import type { Request } from '../plan/request.ts'
import { refuseUnencrypted } from '../plan/unencrypted.ts'
import type { World } from '../plan/world.ts'
import { fetchCredentials } from '../sources/fetch.ts'
import { refuseProcessLoop } from '../sources/processes-around.ts'
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
  for (;;) {
    const planned = makePlan(request, { ...world, facts: { callerIdentities } })
    refuseProcessLoop('found' in planned ? planned.found.source : planned.need.source, world)
    if ('found' in planned) return planned.found
    const { source, where } = planned.need
    refuseUnencrypted(where)
    const caller = await identify({
      where,
      credentials: await fetchCredentials(source, world, talk),
      keysOf: keysOf(source),
      env: world.env,
      report: talk.report,
    })
    callerIdentities.set(source.identity, caller)
    // What a program gives may be other keys the next time.
    if (source.kind !== 'credential-process') rememberKeys(memory, source, { caller }, talk)
  }
}
