import { execaSync } from 'execa'
import { isInstalled } from '../shells/shells.ts'
import type { Sdk } from './sdks.ts'
import type { Store } from './store.ts'

export interface Client extends Pick<Sdk, 'name' | 'isMissing' | 'isOld'> {
  readonly profile: string
  readonly words: (url: string) => readonly string[]
}

/** Debian's of 2022; later versions read the file with the token. */
const versions = /^(rclone v1\.60|restic 0\.14)/
const installed = (name: string) =>
  isInstalled(name)
    ? {
        name,
        isMissing: false,
        ...(versions.test(execaSync(name, ['version']).stdout) && { isOld: true as const }),
      }
    : { name, isMissing: true }

/** Clients of S3, of 2022 in Debian. Each reads the profile in its own file. */
export const clients: readonly Client[] = [
  {
    ...installed('rclone'),
    profile: 'prod-tools',
    words: () => ['rclone', 'lsd', 'store:', '--retries', '1', '--low-level-retries', '1'],
  },
  {
    ...installed('restic'),
    profile: 'store-tools',
    words: (url) => ['restic', '--no-cache', '-r', `s3:${url}/data`, 'cat', 'config'],
  },
]

/** What leads them to a store. */
export const settingsOf = ({ url }: Store) => ({
  RCLONE_CONFIG_STORE_TYPE: 's3',
  RCLONE_CONFIG_STORE_PROVIDER: 'Other',
  RCLONE_CONFIG_STORE_ENV_AUTH: 'true',
  RCLONE_CONFIG_STORE_ENDPOINT: url,
  RCLONE_CONFIG_STORE_REGION: 'us-east-1',
  RESTIC_PASSWORD: 'x',
})
