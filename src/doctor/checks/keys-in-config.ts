import { SECRET_KEYS } from '../../config/profile-keys.ts'
import type { Check } from '../check-context.ts'
import type { Finding } from '../finding.ts'

/** Secrets in the config file, which people share. */
export const keysInConfig: Check = {
  title: 'secrets in the config file',
  look({ inputs: { profiles } }) {
    const { config, credentials } = profiles.files
    if (config === credentials) return []
    return [...profiles.profiles.values()].flatMap(({ name, keys }): Finding[] => {
      const found = [...keys].find(
        ([key, { origin }]) => origin === 'config' && SECRET_KEYS.has(key) && key !== 'external_id',
      )
      if (!found) return []
      const [key, { file, line }] = found
      return [
        {
          id: 'keys-in-config',
          severity: 'warning',
          what: `profile "${name}" has its ${key} in the config file`,
          why: 'config files get shared and committed; keep secrets in ~/.aws/credentials',
          hints: [`move it under [${name}] in ${credentials ?? '~/.aws/credentials'}`],
          file,
          line,
        },
      ]
    })
  },
}
