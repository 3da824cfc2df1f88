import type { Settings } from '../config/settings/settings.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import { stsEndpointConfig } from '../plan/endpoint/endpoint-config.ts'
import { refuseUnencrypted } from '../plan/endpoint/unencrypted.ts'
import type { CallerIdentity } from '../plan/facts.ts'
import type { TargetOptions } from '../plan/options/target-options.ts'
import { environment } from '../sources/environment.ts'
import { readPlanInputs } from './read-plan-inputs.ts'
import { identify } from './sts/call-sts.ts'

/** Calls GetCallerIdentity with the shell's keys, at the endpoint that its variables name. */
export async function identifyShell(
  options: Pick<TargetOptions, 'allowHttpEndpoint'>,
  context: Context,
  report: Reporter,
  settings: Settings,
): Promise<CallerIdentity> {
  const { env } = context
  if (!environment.find(env)) throw new AssumeError('the environment contains no keys')
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
