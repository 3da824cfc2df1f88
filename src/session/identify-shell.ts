import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Report } from '../model/report.ts'
import type { CallerIdentity } from '../plan/plan.ts'
import { whereOf } from '../plan/where.ts'
import { environment } from '../sources/environment.ts'
import { identify } from './call-sts.ts'
import { readWorld } from './world.ts'

/** Asks STS whose keys the shell holds, at the endpoint that its variables name. */
export async function identifyShell(context: Context, report: Report): Promise<CallerIdentity> {
  const { env } = context
  if (!environment.find(env)) throw new AssumeError('the environment holds no keys')
  const world = { ...(await readWorld(context)), env }
  return identify({
    where: whereOf({}, undefined, world),
    credentials: await environment.fetch(env),
    keysOf: 'the environment',
    report,
  })
}
