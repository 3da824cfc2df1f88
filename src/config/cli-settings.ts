import type { Profile } from './profile.ts'
import { CREDENTIAL_KEYS } from './profile-keys.ts'

type CliSettings = Readonly<Record<string, string | Readonly<Record<string, string>>>>

/**
 * A profile's keys as the AWS CLI reads them, from both files, without the secrets: comments are not
 * cut off, and nothing is included. Made so that no key, `__proto__` say, can reach a prototype.
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
