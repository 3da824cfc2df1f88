import type { Settings } from '../config/settings.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { stsEndpointConfig } from '../plan/endpoint-config.ts'
import type { CallerIdentity } from '../plan/plan.ts'
import type { TargetOptions } from '../plan/request.ts'
import { refuseUnencrypted } from '../plan/unencrypted.ts'
import { environment } from '../sources/environment.ts'
import { identify } from './call-sts.ts'
import { readPlanInputs } from './read-plan-inputs.ts'

/** Asks STS whose keys the shell holds, at the endpoint that its variables name. */
export async function identifyShell(
  options: Pick<TargetOptions, 'allowHttpEndpoint'>,
  context: Context,
  report: Reporter,
  settings: Settings,
): Promise<CallerIdentity> {
  const { env } = context
  if (!environment.find(env)) throw new AssumeError('the environment holds no keys')
  const inputs = { ...(await readPlanInputs(context, settings)), env }
  const endpointConfig = stsEndpointConfig(options, undefined, inputs)
  refuseUnencrypted(endpointConfig)
  return identify({
    endpointConfig,
    credentials: await environment.fetch(env),
    keysOf: 'the environment',
    env,
    report,
  })
}
