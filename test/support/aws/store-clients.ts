import { execaSync } from 'execa'
import { isInstalled } from '../shells/shells.ts'
import type { Sdk } from './sdks.ts'
import type { Store } from './store.ts'

export interface Client extends Pick<Sdk, 'name' | 'isMissing' | 'isOld'> {
  readonly profile: string
  readonly words: (url: string) => readonly string[]
}

/** The versions from 2022 that Debian has. Later versions can read the token from a file. */
const versions = /^(rclone v1\.60|restic 0\.14)/
const installed = (name: string) =>
  isInstalled(name)
    ? {
        name,
        isMissing: false,
        ...(versions.test(execaSync(name, ['version']).stdout) && { isOld: true as const }),
      }
    : { name, isMissing: true }

/** Clients of S3. Each finds its profile in a different file of `~/.aws`. */
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

/** The variables with which the clients use a store. */
export const settingsOf = ({ url }: Store) => ({
  RCLONE_CONFIG_STORE_TYPE: 's3',
  RCLONE_CONFIG_STORE_PROVIDER: 'Other',
  RCLONE_CONFIG_STORE_ENV_AUTH: 'true',
  RCLONE_CONFIG_STORE_ENDPOINT: url,
  RCLONE_CONFIG_STORE_REGION: 'us-east-1',
  RESTIC_PASSWORD: 'x',
})
