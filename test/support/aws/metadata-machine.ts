import {
  type MetadataServer,
  type MetadataServerOptions,
  type Role,
  roleArn,
  startMetadataServer,
  type World,
} from 'aws-stand-in'
import { onTestFinished } from 'vitest'
import { demoWorld, instanceRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../test-aws.ts'

/** The values of `credential_source` except `Environment`. */
export const words = ['Ec2InstanceMetadata', 'EcsContainer'] as const
export type Word = (typeof words)[number]

/** A role that trusts another role. The chain is: role of the machine → near → far. */
const trusting = (name: string, trusted: Role): Role => ({
  account: '123456789012',
  name,
  maxSessionDuration: 43_200,
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: roleArn(trusted) },
      Action: ['sts:AssumeRole'],
    },
  },
  policies: { chain: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } } },
})
export const near = trusting('near', instanceRole)
export const far = trusting('far', near)
const world: World = { ...demoWorld, roles: [...demoWorld.roles, instanceRole, near, far] }

/** Profiles `near`, with the given credential_source, and `far`, whose source is `near`. */
export const profilesOn = (word: string, ...lines: string[]) =>
  [
    '[profile near]',
    `role_arn = ${roleArn(near)}`,
    `credential_source = ${word}`,
    'role_session_name = worker',
    ...lines,
    '',
    '[profile far]',
    `role_arn = ${roleArn(far)}`,
    'source_profile = near',
    'role_session_name = worker',
    '',
  ].join('\n')

export interface MetadataMachine {
  readonly testAws: TestAws
  readonly metadata: MetadataServer
  /** The variable with the URL that provides the keys. */
  readonly env: Readonly<Record<string, string>>
}

/** An EC2 instance or an ECS container, without keys in `~/.aws`. */
export async function onMachine(
  word: Word,
  options: Partial<MetadataServerOptions> & { readonly lines?: readonly string[] } = {},
): Promise<MetadataMachine> {
  const config = profilesOn(word, ...(options.lines ?? []))
  const testAws = await TestAws.open({ config, credentials: '', world })
  const metadata = await startMetadataServer(testAws.aws, { role: instanceRole, ...options })
  onTestFinished(() => metadata.close())
  const env =
    word === 'EcsContainer'
      ? { AWS_CONTAINER_CREDENTIALS_FULL_URI: metadata.containerUrl }
      : { AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url }
  return { testAws, metadata, env }
}
