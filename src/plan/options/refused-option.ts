import { UsageError } from '../../model/errors.ts'
import type { Request } from '../request.ts'
import { type RefusingTarget, refusingTargets } from './option.ts'
import { optionEntries } from './options.ts'

/** Refuses an option instead of ignoring it, because ignoring it could change the permissions. */
export const refusedOption = (option: string, target: string, reason: string) =>
  new UsageError(`${option} cannot be used with ${target}: ${reason}`)

/** @throws UsageError for the first given option that a target of this kind does not support. */
export function refuseUnsupported(
  { options, code }: Pick<Request, 'options' | 'code'>,
  target: RefusingTarget,
): void {
  const given: Readonly<Record<string, unknown>> = { ...options, tokenCode: code }
  for (const [field, { name, refusedBy }] of optionEntries) {
    const reason = refusedBy?.[target]
    if (reason === undefined || given[field] === undefined) continue
    const option = field === 'tokenCode' ? 'a code' : name
    throw refusedOption(option, refusingTargets[target], reason)
  }
}
