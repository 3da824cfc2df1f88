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

/** What `credential_source` can name besides the environment. */
export const words = ['Ec2InstanceMetadata', 'EcsContainer'] as const
export type Word = (typeof words)[number]

/** machine → near → far. */
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
  /** What says where the keys are handed out. */
  readonly env: Readonly<Record<string, string>>
}

/** A machine or container of AWS's, on which nobody has keys of their own. */
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
