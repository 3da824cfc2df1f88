import { type Cache, openCache } from '../cache/cache.ts'
import { settingsIfReadable } from '../cache/load-cache.ts'
import { homeDirectory, shownPath } from '../config/paths.ts'
import type { Context } from '../model/context.ts'
import { AssumeError } from '../model/errors.ts'
import type { Reporter } from '../model/reporter.ts'
import type { PlanInputs } from '../plan/plan-inputs.ts'
import { readPlanInputs } from '../session/read-plan-inputs.ts'
import type { Finding } from './finding.ts'

/** What is looked at. */
export interface CheckContext {
  readonly context: Context
  /** Without settings where these cannot be read. */
  readonly inputs: PlanInputs
  readonly settingsTrouble?: AssumeError
  readonly cache: Cache
  readonly report: Reporter
}

/** Of files of AWS that cannot be read. */
interface Unreadable {
  readonly trouble: AssumeError
  readonly settingsTrouble?: AssumeError
}

/** One thing to look at, in a file of its own. */
export interface Check {
  /** As a heading: `variables of this shell`. */
  readonly title: string
  /** Calls other machines, and so is left out by `--offline`. */
  readonly calls?: true
  look(checkContext: CheckContext): readonly Finding[] | Promise<readonly Finding[]>
}

/** Reads files and environment. Nothing is called. */
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

/** A path as messages have it: `~/.cache/assume`. */
export const shown = (path: string, { env }: Pick<Context, 'env'>) =>
  shownPath(path, homeDirectory(env))
