import type { Profile } from './profile.ts'
import { CREDENTIAL_KEYS } from './profile-keys.ts'

type CliSettings = Readonly<Record<string, string | Readonly<Record<string, string>>>>

/**
 * The keys of a profile as the AWS CLI reads them, from both files and without the secrets. It does
 * not cut off comments and includes no profile. `Object.fromEntries` makes every key safe, even
 * `__proto__`.
 */
export function cliSettings({ keys }: Profile): CliSettings {
  const settings: [string, CliSettings[string]][] = []
  for (const [key, { value, cli }] of keys) {
    const read = cli ? cli.value : value
    if (read === undefined || CREDENTIAL_KEYS.has(key)) continue
    settings.push([key, typeof read === 'string' ? read : Object.fromEntries(read)])
  }
  return Object.fromEntries(settings)
}
