import { regionMeant } from '../../model/known-regions.ts'
import type { PlanInputs } from '../plan-inputs.ts'
import type { TargetOptions } from '../request.ts'

/**
 * A region of the command line, the environment or the settings that was probably meant to be another.
 * The lines of AWS's files have warnings of their own.
 */
export function mistypedRegion(
  { region }: TargetOptions,
  { env, settings }: PlanInputs,
): { readonly message: string; readonly hint: string } | undefined {
  // Another AWS names its regions as it likes.
  if (env.AWS_ENDPOINT_URL) return undefined
  const said = [
    ['--region', region],
    ['AWS_REGION', env.AWS_REGION],
    ['AWS_DEFAULT_REGION', env.AWS_DEFAULT_REGION],
    [`${settings.file}, region`, settings.region],
  ] as const
  const [from, value] = said.find(([, each]) => each) ?? []
  const meant = value && regionMeant(value)
  if (!meant) return undefined
  return {
    message: `${from}: "${value}" is no region that assume knows`,
    hint: `did you mean ${meant}?`,
  }
}
