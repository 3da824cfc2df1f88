import type { ProfileSource } from './source.ts'
import { configFileKeys, credentialsFileKeys } from './static-keys.ts'

/** In the order the AWS CLI v2 tries them. */
export const profileSources: readonly ProfileSource[] = [credentialsFileKeys, configFileKeys]
