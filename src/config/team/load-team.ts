import { fileIdentity } from '../../files/file-identity.ts'
import { shownPath } from '../paths.ts'
import type { TeamFile } from '../profile.ts'
import { readRegularText } from '../regular-text.ts'
import type { Settings } from '../settings/settings.ts'
import type { ConfigWarning } from '../warnings/warning.ts'
import { writableWarnings } from '../warnings/writable.ts'

/** A file of the setting `profiles` and its text. */
export interface TeamText {
  readonly team: TeamFile
  readonly text: string
}

/** In bytes. 10,000 profiles take less than two million. */
const maxBytes = 10_000_000

/**
 * Reads the files of the setting `profiles`. A file that cannot be read is left out with a warning, because
 * somebody else maintains it, and one's own profiles must work anyway.
 *
 * @param own the paths of one's own files.
 */
export function loadTeam(
  { profiles, trustProfiles }: Pick<Settings, 'profiles' | 'trustProfiles'>,
  own: readonly (string | undefined)[],
  home: string,
): { readonly texts: readonly TeamText[]; readonly warnings: readonly ConfigWarning[] } {
  const texts: TeamText[] = []
  const warnings: ConfigWarning[] = []
  if (!profiles) return { texts, warnings }
  const identities = new Set(own.filter((path) => path !== undefined).map(fileIdentity))
  identities.delete('missing')
  for (const path of profiles.value) {
    // Before the file is read, so that the fast path notices a change in the meantime.
    const identity = fileIdentity(path)
    const file = shownPath(path, home)
    const complain = (message: string) =>
      warnings.push({ file, message, hint: `it is named by ${profiles.location}` })
    if (identities.has(identity)) {
      complain('it is read already')
      continue
    }
    const found = readRegularText(path, file, { maxBytes, tooLong: 'is larger than 10 MB' })
    if ('complaint' in found) {
      complain(`it ${found.complaint}, so its profiles are missing`)
      continue
    }
    if (identity !== 'missing') identities.add(identity)
    const isTrusted = trustProfiles?.value.includes(path) ?? false
    texts.push({
      team: { file, path, identity, isTrusted, namedBy: profiles.location },
      text: found.text,
    })
    if (isTrusted && found.stats) warnings.push(...writableWarnings(file, found.stats))
  }
  return { texts, warnings }
}
