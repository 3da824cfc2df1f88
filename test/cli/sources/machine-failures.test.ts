import { join } from 'node:path'
import { type HttpFault, type MetadataStep, roleArn } from 'aws-stand-in'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { instanceRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { near, onMachine } from '../../support/aws/metadata-machine.ts'
import { TestAws } from '../../support/test-aws.ts'

const raw = (status: number, body: string): HttpFault => ({ kind: 'raw', status, body })
const page = (words: string) =>
  `<?xml version="1.0" encoding="iso-8859-1"?>\n<html><head>\n<title>${words}</title>\n</head><body><h1>${words}</h1></body></html>\n`

const failure = (message: string, ...hints: string[]) => ({
  stdout: '(exit 1);\n',
  stderr: [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n'),
  exitCode: 1,
  calls: [],
})

describe('instance metadata that gives no credentials', () => {
  const noRole = 'has the instance a role? aws ec2 describe-iam-instance-profile-associations'

  it.each<[string, MetadataStep, HttpFault, string, string]>([
    [
      'IMDSv1 only',
      'token',
      raw(404, page('404 - Not Found')),
      'it refuses (HTTP 404): 404 - Not Found',
      'it has no tokens (IMDSv1 only), and assume asks with a token alone (IMDSv2): update what answers there, or name a source_profile',
    ],
    [
      'switched off',
      'token',
      raw(403, page('403 - Forbidden')),
      'it refuses (HTTP 403): 403 - Forbidden',
      'instance metadata may be switched off: aws ec2 modify-instance-metadata-options --http-endpoint enabled --instance-id ID',
    ],
    ['no role', 'role', raw(404, ''), 'it refuses (HTTP 404)', noRole],
    [
      'another server with its own message',
      'role',
      raw(404, 'pod with specificed IP not found\n'),
      'it refuses (HTTP 404): pod with specificed IP not found',
      noRole,
    ],
    [
      'a deleted instance profile',
      'keys',
      raw(
        200,
        '{"Code":"InstanceProfileNotFound","Message":"Instance Profile web cannot be found."}',
      ),
      'AWS gave it none (InstanceProfileNotFound): Instance Profile web cannot be found.',
      'is that the metadata of an EC2 instance? see AWS_EC2_METADATA_SERVICE_ENDPOINT',
    ],
  ])('is reported with its answer and a hint: %s', async (_, step, fault, why, hint) => {
    const { testAws, metadata, env } = await onMachine('Ec2InstanceMetadata')
    metadata.faults[step] = fault
    expect(await testAws.assume(['near'], { env })).toEqual(
      failure(`no keys from the metadata of this EC2 instance (${metadata.url}): ${why}`, hint),
    )
  })

  it('is reported with a command for the trust policy if EC2 cannot assume the role', async () => {
    const Principal = { Service: 'lambda.amazonaws.com' }
    const Statement = { Effect: 'Allow', Principal, Action: 'sts:AssumeRole' } as const
    const role = { ...instanceRole, trustPolicy: { Statement } }
    const { testAws, metadata, env } = await onMachine('Ec2InstanceMetadata', { role })
    expect(await testAws.assume(['near'], { env })).toEqual(
      failure(
        `no keys from the metadata of this EC2 instance (${metadata.url}): AWS gave it none (AssumeRoleUnauthorizedAccess): EC2 cannot assume the role demo-instance-role.`,
        "the role's trust policy has to name ec2.amazonaws.com: assume policy trust --service ec2.amazonaws.com",
      ),
    )
    const policy = await testAws.assume(['policy', 'trust', '--service', 'ec2.amazonaws.com'])
    expect(policy).toMatchObject({ exitCode: 0 })
  })
})

describe('a container endpoint that gives no credentials', () => {
  const id = '[b0f1b0de-3f6c-4c1e-9a53-000000000000]: '
  const place = 'is that the endpoint of this container? see AWS_CONTAINER_CREDENTIALS_FULL_URI'
  const token = 'Bearer abcdefgh.ijklmnop.qrstuvwx'

  it.each<[string, number, string, string, string]>([
    [
      'ECS',
      400,
      '{"code":"InvalidIdInRequest","message":"CredentialsV2Request: ID not found","HTTPErrorCode":400}',
      'InvalidIdInRequest: CredentialsV2Request: ID not found',
      place,
    ],
    [
      'EKS without an association',
      404,
      `${id}(ResourceNotFoundException): No association found for the service account, fault: client\n`,
      `${id}(ResourceNotFoundException): No association found for the service account, fault: client`,
      'EKS knows no role for the service account of this pod: the cluster needs a Pod Identity association of the two',
    ],
    [
      'EKS with a role that does not trust it',
      400,
      `${id}(AccessDeniedException): Unauthorized Exception! EKS does not have permissions to assume the associated role., fault: client\n`,
      `${id}(AccessDeniedException): Unauthorized Exception! EKS does not have permissions to assume the associated role., fault: client`,
      "the role's trust policy has to allow pods.eks.amazonaws.com sts:AssumeRole and sts:TagSession: assume policy trust --service pods.eks.amazonaws.com --tag-session",
    ],
    [
      'a wrong token',
      401,
      'Access Denied. the token is invalid',
      'Access Denied. the token is invalid',
      'is the token right? see AWS_CONTAINER_AUTHORIZATION_TOKEN and its …_FILE',
    ],
    ['a body that repeats the token', 400, `bad: ${token}`, 'bad: …', place],
    ['a body with a key', 400, `k ${'a1B/'.repeat(10)} k`, 'k … k', place],
    ['a long body', 400, 'a b '.repeat(200), `${'a b '.repeat(75)}…`, place],
  ])('is reported with its answer and a hint: %s', async (_, status, body, text, hint) => {
    const { testAws, metadata, env } = await onMachine('EcsContainer')
    metadata.faults.keys = raw(status, body)
    const AWS_CONTAINER_AUTHORIZATION_TOKEN = token
    const run = await testAws.assume(['near'], {
      env: { ...env, AWS_CONTAINER_AUTHORIZATION_TOKEN },
    })
    expect(run).toEqual(
      failure(
        `no keys from the endpoint of this container (${metadata.url}): it refuses (HTTP ${status}): ${text}`,
        hint,
      ),
    )
  })

  it('is reported for EKS with a command that can be run', async () => {
    const { testAws } = await onMachine('EcsContainer')
    const words = 'policy trust --service pods.eks.amazonaws.com --tag-session'.split(' ')
    const { stdout, exitCode } = await testAws.assume(words)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      Statement: [{ Action: ['sts:AssumeRole', 'sts:TagSession'] }],
    })
  })
})

describe('a bare ARN, where only the machine has credentials', () => {
  const arn = roleArn(noMfaRole)
  const whose =
    'whose keys? the environment has none, and profile "default" is not in ~/.aws/config or ~/.aws/credentials'

  it('in a pod with IRSA: explains why the token is not used and how to use it', async () => {
    const testAws = await TestAws.open({ config: '[profile pods]\n', credentials: '' })
    const irsa = {
      AWS_ROLE_ARN: roleArn(near),
      AWS_WEB_IDENTITY_TOKEN_FILE: '/var/run/secrets/token',
    }
    const run = await testAws.assume([arn], { env: irsa })
    const [first, why, command, then] = run.stderr.split('\n')
    expect(first).toBe(`assume: ${whose}`)
    expect(why).toContain('AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN are set (a pod with IRSA)')
    expect(then).toContain(`assume --source-profile pod ${arn}`)
    const pasted = command?.replace('  hint: ', '') ?? ''
    // The command runs in another home directory, because the test checks this one for changes.
    const HOME = join(testAws.home.path, 'other')
    await execa('sh', ['-c', pasted], { env: { ...irsa, HOME } })
    const explained = await testAws.assume(['explain', '--source-profile', 'pod', arn], {
      env: { AWS_CONFIG_FILE: join(HOME, '.aws/config') },
    })
    expect(explained).toMatchObject({ exitCode: 0 })
    expect(explained.stdout).toContain('AssumeRoleWithWebIdentity')
  })

  it('in a container with a role: suggests a profile with credential_source', async () => {
    const testAws = await TestAws.open({ config: '[profile pods]\n', credentials: '' })
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' }
    const { stderr } = await testAws.assume([arn], { env })
    expect(stderr).toContain(`assume: ${whose}\n  hint: AWS_CONTAINER_CREDENTIALS_… is set`)
    expect(stderr).toContain(`credential_source = EcsContainer\\n' ${arn} >>~/.aws/config`)
  })

  it('on any other machine: suggests only aws configure', async () => {
    const testAws = await TestAws.open({ config: '[profile pods]\n', credentials: '' })
    const { stderr } = await testAws.assume([arn])
    expect(stderr).toBe(
      `assume: ${whose}\n  hint: no profile has keys yet; to add them: aws configure\n`,
    )
  })
})
