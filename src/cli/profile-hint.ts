import { loadProfiles } from '../config/load.ts'
import { homeDirectory } from '../config/paths.ts'
import { loadSettings } from '../config/settings/load-settings.ts'
import type { Context } from '../model/context.ts'
import { reportTo } from './report.ts'

/** Notes that a command hides a profile of the same name, and how to name that profile. */
export async function hintAtProfile(word: string, context: Context): Promise<void> {
  const { env } = context
  const files = await loadSettings(env)
    .then((settings) => loadProfiles(env, homeDirectory(env), settings))
    .catch(() => undefined)
  if (!files?.profiles.has(word)) return
  const report = reportTo(context, { quiet: false, debug: false })
  report.note(`"${word}" is a command; for the profile of that name: assume --profile ${word}`)
}
