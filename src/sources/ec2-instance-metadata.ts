import { metadataEndpoint } from './metadata/metadata-endpoint.ts'
import type { CredentialSource } from './source.ts'

const kind = 'ec2-instance-metadata'
const place = 'the metadata of this EC2 instance'

/** Keys of the role that is attached to this EC2 instance. */
export const ec2InstanceMetadata: CredentialSource = {
  word: 'Ec2InstanceMetadata',
  kind,
  place,
  short: 'EC2 role',
  title: place,
  identityTitle: 'at',
  profileKeys: [],
  dependsOnMachine: true,
  hasOneCaller: () => true,
  none: {
    why: 'which AWS_EC2_METADATA_DISABLED forbids to ask',
    hints: ['unset AWS_EC2_METADATA_DISABLED, or name a source_profile'],
  },
  find: (env) =>
    env.AWS_EC2_METADATA_DISABLED?.toLowerCase() === 'true'
      ? undefined
      : { kind, identity: metadataEndpoint(env), isLongTerm: false },
  async fetch(env) {
    const { fetchInstanceKeys } = await import('./metadata/fetch-instance-keys.ts')
    return fetchInstanceKeys(place, env)
  },
}
