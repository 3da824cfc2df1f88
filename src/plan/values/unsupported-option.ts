import { UsageError } from '../../model/errors.ts'
import type { TargetOptions } from '../request.ts'

/** Refuses an option instead of ignoring it, because ignoring it could change the permissions. */
export const unsupportedOption = (option: string, target: string, reason: string) =>
  new UsageError(`${option} has no meaning for ${target}: ${reason}`)

/** Options that some kinds of credentials do not support. */
const flags = {
  duration: '--duration',
  sessionName: '--session-name',
  externalId: '--external-id',
  serialNumber: '--serial-number',
  policy: '--policy',
  policyArns: '--policy-arn',
  tags: '--tag',
  transitiveTags: '--transitive-tag',
  sourceIdentity: '--source-identity',
} as const

type Reasons = { readonly [option in keyof typeof flags]?: string }

/** @throws UsageError for the first given option that has a reason. */
export function refuseUnsupportedOptions(
  options: TargetOptions,
  target: string,
  reasons: Reasons,
): void {
  for (const option of Object.keys(flags) as (keyof typeof flags)[]) {
    const reason = reasons[option]
    if (reason !== undefined && options[option] !== undefined) {
      throw unsupportedOption(flags[option], target, reason)
    }
  }
}
