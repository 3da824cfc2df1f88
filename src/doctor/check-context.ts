import { type Cache, openCache } from '../cache/cache.ts'
import { settingsIfReadable } from '../cache/load-cache.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import type { Finding } from './finding.ts'

/** The data that checks examine. */
export interface CheckContext {
  readonly context: Context
  /** The settings are empty if they cannot be read. */
  readonly inputs: PlanInputs
  readonly settingsTrouble?: AssumeError
  readonly cache: Cache
  readonly report: Reporter
}

/** The context if AWS's files cannot be read. */
interface Unreadable {
  readonly trouble: AssumeError
  readonly settingsTrouble?: AssumeError
}

/** One check, in a file of its own. */
export interface Check {
  /** The heading: `variables of this shell`. */
  readonly title: string
  /** The check makes network calls, so `--offline` skips it. */
  readonly calls?: true
  look(checkContext: CheckContext): readonly Finding[] | Promise<readonly Finding[]>
}

/** Reads files and the environment. It makes no network call. */
export async function loadCheckContext(
  context: Context,
  report: Reporter,
): Promise<CheckContext | Unreadable> {
  const { settings, trouble } = await settingsIfReadable(context)
  const settingsTrouble = trouble && { settingsTrouble: trouble }
  try {
    const inputs = await readPlanInputs(context, settings)
    return { context, inputs, ...settingsTrouble, cache: openCache(context, settings), report }
  } catch (error) {
    if (error instanceof AssumeError) return { trouble: error, ...settingsTrouble }
    throw error
  }
}
