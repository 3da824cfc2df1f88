import type { Environment } from '../model/context.ts'
import { readText } from './parse/read-text.ts'
import { configPaths, homeDirectory, shownPath } from './paths.ts'
import type { Profiles } from './profile.ts'
import { type ConfigText, type ConfigTexts, readProfiles } from './read-profiles.ts'
import type { Settings } from './settings/settings.ts'
import type { ConfigWarning } from './warnings/warning.ts'
import { writableWarnings } from './warnings/writable.ts'

/**
 * Reads `~/.aws/config` and `~/.aws/credentials`, or the files in `AWS_CONFIG_FILE` and
 * `AWS_SHARED_CREDENTIALS_FILE`, and the files of the setting `profiles`. A missing file counts as empty.
 * assume never writes to these files.
 *
 * @throws AssumeError for a file that cannot be read.
 */
export async function loadProfiles(
  env: Environment,
  home: string = homeDirectory(env),
  settings: Pick<Settings, 'profiles' | 'trustProfiles'> = {},
): Promise<Profiles> {
  const paths = configPaths(env, home)
  const [config, credentials] = await Promise.all([
    loadFile(paths.config, home),
    loadFile(paths.credentials, home),
  ])
  const own = { ...(config && { config }), ...(credentials && { credentials }) }
  const readers = await rareReaders(own, settings)
  const team = readers.teamReader?.loadTeam(settings, [paths.config, paths.credentials], home)
  const profiles = readProfiles({ ...own, ...(team && { team: team.texts }) }, readers)
  const ofFiles = [config, credentials, team].flatMap((each) => each?.warnings ?? [])
  return { ...profiles, warnings: [...ofFiles, ...profiles.warnings] }
}

/** Loads what most people do not need: the profiles of other tools and of a team. */
async function rareReaders(
  { config, credentials }: ConfigTexts,
  { profiles }: Pick<Settings, 'profiles'>,
) {
  const hasOtherTools = [config, credentials].some((each) => each && namesOtherTool(each.text))
  return {
    ...((hasOtherTools || profiles) && (await import('./parse/other-tools.ts'))),
    ...(profiles && (await import('./team/team-reader.ts'))),
  }
}

/**
 * Returns true if the text contains what every profile of granted or aws-sso-cli contains. Keys have any
 * capitals. A regular expression that ignores case takes a millisecond to load what Unicode knows of it.
 */
function namesOtherTool(text: string): boolean {
  const lower = text.toLowerCase()
  return lower.includes('granted_sso_') || lower.includes('aws-sso')
}

async function loadFile(
  path: string | undefined,
  home: string,
): Promise<(ConfigText & { readonly warnings: readonly ConfigWarning[] }) | undefined> {
  if (path === undefined) return undefined
  const file = shownPath(path, home)
  const found = await readText(path, file)
  if (!found) return { file, text: '', warnings: [] }
  return { file, text: found.text, warnings: writableWarnings(file, found.stats) }
}
