import { regionMeant } from '../../model/known-regions.ts'
import type { TargetOptions } from '../options/target-options.ts'
import type { PlanInputs } from '../plan-inputs.ts'

/**
 * Finds a region on the command line, in the environment or in the settings that is probably a
 * typing error. The profiles have a warning of their own.
 */
export function mistypedRegion(
  { region }: TargetOptions,
  { env, settings }: PlanInputs,
): { readonly message: string; readonly hint: string } | undefined {
  // A custom endpoint may use other region names.
  if (env.AWS_ENDPOINT_URL) return undefined
  const said = [
    ['--region', region],
    ['AWS_REGION', env.AWS_REGION],
    ['AWS_DEFAULT_REGION', env.AWS_DEFAULT_REGION],
    [settings.region?.location ?? '', settings.region?.value],
  ] as const
  const [from, value] = said.find(([, each]) => each) ?? []
  const meant = value && regionMeant(value)
  if (!meant) return undefined
  return {
    message: `${from}: "${value}" is no region that assume knows`,
    hint: `did you mean ${meant}?`,
  }
}
