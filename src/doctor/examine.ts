import type { Context } from '../model/context.ts'
import type { Reporter } from '../model/reporter.ts'
import { loadCheckContext } from './check-context.ts'
import { settingsUnreadable } from './checks/settings.ts'
import { brokenBy, type Finding } from './finding.ts'
import { checks } from './index.ts'

/** The findings of a check, under its heading. */
export interface Examined {
  readonly title: string
  readonly findings: readonly Finding[]
}

/** Runs all checks in order and changes nothing. */
export async function examine(
  context: Context,
  report: Reporter,
  offline: boolean,
): Promise<readonly Examined[]> {
  const checkContext = await loadCheckContext(context, report)
  if ('trouble' in checkContext) {
    const why = 'nothing that needs the files works, and the rest of the files was not checked'
    const { trouble, settingsTrouble } = checkContext
    const findings = [
      ...(settingsTrouble ? [settingsUnreadable(settingsTrouble)] : []),
      brokenBy('files-unreadable', trouble, why),
    ]
    return [{ title: 'files', findings }]
  }
  const examined: Examined[] = []
  for (const { title, calls, look } of checks) {
    if (calls && offline) continue
    report.debug(title)
    examined.push({ title, findings: await look(checkContext) })
  }
  return examined
}
