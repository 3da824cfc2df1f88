import { containerUrl } from './metadata/container-url.ts'
import type { CredentialSource } from './source.ts'

const kind = 'ecs-container'
const place = 'the endpoint of this container'

/** Keys of the role that ECS or EKS gives to this container. */
export const ecsContainer: CredentialSource = {
  word: 'EcsContainer',
  kind,
  place,
  short: 'container',
  title: place,
  identityTitle: 'at',
  profileKeys: [],
  dependsOnMachine: true,
  hasOneCaller: () => true,
  none: {
    why: 'and neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set',
    hints: [
      'ECS and EKS set one of them in a container that has a role; elsewhere name a source_profile',
    ],
  },
  find(env) {
    const url = containerUrl(env)
    return url && { kind, identity: url.href, isLongTerm: false }
  },
  async fetch(env) {
    const { fetchContainerKeys } = await import('./metadata/fetch-container-keys.ts')
    return fetchContainerKeys(place, env)
  },
}
