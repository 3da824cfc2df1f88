import { UsageError } from '../model/errors.ts'

/** Nobody gets other rights than asked for because an option was dropped. */
export const cannotHonour = (option: string, target: string, reason: string) =>
  new UsageError(`${option} has no meaning for ${target}: ${reason}`)
