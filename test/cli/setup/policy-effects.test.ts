import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  GetCallerIdentityCommand,
} from '@aws-sdk/client-sts'
import {
  type AwsServer,
  reservedRole,
  roleArn,
  type ServiceSession,
  type User,
  userArn,
  type World,
} from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import {
  type Keys,
  keysOf,
  type RawAnswer,
  sdk,
  send,
} from '../../../packages/aws-stand-in/test/sdk.ts'
import { admin, alice, bob, instanceRole, otherAccountRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

const account = '123456789012'
const away = '210987654321'

/** May assume every role that trusts the account `away`. */
const eve: User = {
  ...bob,
  account: away,
  name: 'Eve',
  accessKeys: [{ accessKeyId: 'AKIAEVE', secretAccessKey: 'secret' }],
  mfaDevices: [],
}

const admins = reservedRole({ accountId: account, roleName: 'Admin' })
const readers = reservedRole({ accountId: account, roleName: 'ReadOnly' })
const ci = { ...instanceRole, name: 'ci' }

const world: World = {
  users: [bob, alice, eve, admin],
  roles: [otherAccountRole, instanceRole, ci],
}

type Asked = Partial<AssumeRoleCommandInput>

/** Returns the keys of an existing user or session. */
type Who = (aws: AwsServer) => Keys

const user =
  (one: User): Who =>
  () =>
    keysOf(one)

const session =
  (role: typeof ci): Who =>
  (aws) =>
    aws.issueRoleSession(role, 'worker')

const asBob = user(bob)
const code: Asked = { SerialNumber: `arn:aws:iam::${account}:mfa/Bob`, TokenCode: '123456' }
const tagged: Asked = { Tags: [{ Key: 'team', Value: 'blue' }] }
const traced: Asked = { SourceIdentity: 'bob' }

/** A description of the caller, its keys, and the parameters of its AssumeRole call. */
type Case = readonly [string, Who, Asked?]

const inIam = (
  aws: AwsServer,
  Action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<RawAnswer> =>
  send(
    aws,
    { Action, Version: '2010-05-08', ...parameters },
    { keys: keysOf(admin), service: 'iam' },
  )

/** Returns the policy that `assume policy` prints. */
async function policy(testAws: TestAws, words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await testAws.assume(['policy', ...words])
  expect(stderr).toBe('')
  return stdout
}

async function createRole(aws: AwsServer, RoleName: string, AssumeRolePolicyDocument: string) {
  const created = await inIam(aws, 'CreateRole', { RoleName, AssumeRolePolicyDocument })
  expect(created).toMatchObject({ status: 200 })
  const role = aws.world.roles.find(({ name }) => name === RoleName)
  if (!role) throw new Error(created.body)
  return role
}

const assume = (aws: AwsServer, RoleArn: string, keys: Keys, asked: Asked = {}) =>
  sdk(aws, keys).send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'x1', ...asked }))

const denied = { name: 'AccessDenied' }

const made = `arn:aws:iam::${account}:role/made`

/** Opens a demo with a role that has the trust policy printed for these words. */
async function trusting(words: string, inWorld = world) {
  const testAws = await TestAws.open({ credentials: '', world: inWorld })
  const document = await policy(testAws, ['trust', ...words.split(' ')])
  return { aws: testAws.aws, role: await createRole(testAws.aws, 'made', document) }
}

async function expectAll(aws: AwsServer, allowed: readonly Case[], refused: readonly Case[]) {
  for (const [who, keys, asked] of allowed) {
    await expect(assume(aws, made, keys(aws), asked), who).resolves.toBeDefined()
  }
  for (const [who, keys, asked] of refused) {
    await expect(assume(aws, made, keys(aws), asked), who).rejects.toMatchObject(denied)
  }
}

const home = `--account ${account}`

describe('assume policy trust', () => {
  it.each<[string, { readonly lets: readonly Case[]; readonly keepsOut: readonly Case[] }]>([
    [
      `--user Bob ${home}`,
      {
        lets: [['Bob with a code', asBob, code]],
        keepsOut: [
          ['Bob without', asBob],
          ['another user', user(alice)],
        ],
      },
    ],
    [
      `--user Bob --no-mfa ${home}`,
      {
        lets: [
          ['Bob without a code', asBob],
          ['Bob with one', asBob, code],
        ],
        keepsOut: [
          ['another user', user(alice)],
          ['a user of another account', user(eve)],
        ],
      },
    ],
    [
      `--user Bob --user Alice --no-mfa ${home}`,
      {
        lets: [
          ['the one', asBob],
          ['the other, whom no policy of her own allows it', user(alice)],
        ],
        keepsOut: [['a third', user(eve)]],
      },
    ],
    [
      `--root ${home}`,
      {
        lets: [['whom a policy of their own allows it', asBob]],
        keepsOut: [
          ['whom none does', user(alice)],
          ['a user of another account', user(eve)],
        ],
      },
    ],
    [
      `--root --account ${away}`,
      { lets: [['a user of that account', user(eve)]], keepsOut: [['one of this', asBob]] },
    ],
    [
      `--root --mfa ${home}`,
      { lets: [['with a code', asBob, code]], keepsOut: [['without', asBob]] },
    ],
    [
      `--root --external-id a1b2 ${home}`,
      {
        lets: [['with the id', asBob, { ExternalId: 'a1b2' }]],
        keepsOut: [
          ['without', asBob],
          ['with another', asBob, { ExternalId: 'A1B2' }],
        ],
      },
    ],
    [
      `--role ci ${home}`,
      {
        lets: [['that role', session(ci)]],
        keepsOut: [
          ['another role', session(instanceRole)],
          ['a user', asBob],
        ],
      },
    ],
    [
      `--sso-role Admin ${home}`,
      {
        lets: [
          ['that permission set', session(admins)],
          [
            'the same from another region',
            session({ ...admins, path: '/aws-reserved/sso.amazonaws.com/eu-west-2/' }),
          ],
        ],
        keepsOut: [
          ['another permission set', session(readers)],
          ['a role that only has its name', session({ ...ci, name: admins.name })],
          ['a user', asBob],
        ],
      },
    ],
    [
      `--user Bob --no-mfa --tag-session ${home}`,
      {
        lets: [
          ['with tags', asBob, tagged],
          ['without', asBob],
        ],
        keepsOut: [['with a source identity', asBob, traced]],
      },
    ],
    [
      `--user Bob --no-mfa --set-source-identity ${home}`,
      {
        lets: [
          ['with a source identity', asBob, traced],
          ['without', asBob],
        ],
        keepsOut: [['with tags', asBob, tagged]],
      },
    ],
    [
      '--service ec2.amazonaws.com',
      {
        lets: [],
        keepsOut: [
          ['a user', asBob],
          ['a role', session(ci)],
        ],
      },
    ],
  ])('%s allows only the intended callers', async (words, { lets, keepsOut }) => {
    const { aws } = await trusting(words)
    await expectAll(aws, lets, keepsOut)
  })

  const tags = { team: 'blue' }
  it.each<[string, ServiceSession, ServiceSession]>([
    [
      '--service ec2.amazonaws.com',
      { service: 'ec2.amazonaws.com', name: 'i-1' },
      { service: 'ecs-tasks.amazonaws.com', name: 'task' },
    ],
    [
      '--service ec2.amazonaws.com --tag-session',
      { service: 'ec2.amazonaws.com', name: 'i-1', tags },
      { service: 'ecs-tasks.amazonaws.com', name: 'task', tags },
    ],
    [
      '--service pods.eks.amazonaws.com',
      { service: 'pods.eks.amazonaws.com', name: 'pod', tags },
      { service: 'ec2.amazonaws.com', name: 'i-1' },
    ],
    [
      '--service ec2.amazonaws.com --service lambda.amazonaws.com',
      { service: 'lambda.amazonaws.com', name: 'function' },
      { service: 'lambda.amazonaws.com', name: 'function', tags },
    ],
  ])('%s allows only the intended service', async (words, lets, keepsOut) => {
    const { aws, role } = await trusting(words)
    const keys = aws.issueServiceSession(role, lets)
    const who = await sdk(aws, keys).send(new GetCallerIdentityCommand())
    expect(who.Arn).toBe(`arn:aws:sts::${account}:assumed-role/made/${lets.name}`)
    expect(aws.issueServiceSession(role, keepsOut)).toBeUndefined()
  })

  it('is valid only in its partition', async () => {
    const attachedPolicies = ['arn:aws-cn:iam::aws:policy/IAMFullAccess']
    const china: World = {
      partition: 'aws-cn',
      users: [bob, { ...admin, attachedPolicies }],
      roles: [],
    }
    const words = `--user Bob --no-mfa ${home}`
    const { aws, role } = await trusting(`${words} --partition aws-cn`, china)
    await assume(aws, roleArn(role, 'aws-cn'), keysOf(bob))
    const elsewhere = await policy(await TestAws.open({ credentials: '' }), [
      'trust',
      ...words.split(' '),
    ])
    const created = { RoleName: 'other', AssumeRolePolicyDocument: elsewhere }
    expect(await inIam(aws, 'CreateRole', created)).toMatchObject({
      status: 400,
      code: 'MalformedPolicyDocument',
      message: `Invalid principal in policy: &quot;AWS&quot;:&quot;${userArn(bob)}&quot;`,
    })
  })
})

describe('assume policy identity', () => {
  const mfaOfAlice = { serial: `arn:aws:iam::${account}:mfa/Alice`, codes: ['123456'] }
  const codeOfAlice = { SerialNumber: mfaOfAlice.serial, TokenCode: '123456' }
  const asAlice = user(alice)

  it.each<[string, { readonly lets: readonly Case[]; readonly keepsOut: readonly Case[] }]>([
    ['--role made', { lets: [['Alice', asAlice]], keepsOut: [['with tags', asAlice, tagged]] }],
    ['--role other', { lets: [], keepsOut: [['Alice', asAlice]] }],
    ['--role other --role made', { lets: [['Alice', asAlice]], keepsOut: [] }],
    [
      '--role made --mfa',
      { lets: [['with a code', asAlice, codeOfAlice]], keepsOut: [['without', asAlice]] },
    ],
    [
      '--role made --external-id a1b2',
      {
        lets: [['with the id', asAlice, { ExternalId: 'a1b2' }]],
        keepsOut: [['without', asAlice]],
      },
    ],
    [
      '--role made --tag-session',
      {
        lets: [['with tags', asAlice, tagged]],
        keepsOut: [['with a source identity', asAlice, traced]],
      },
    ],
    [
      '--role made --set-source-identity',
      {
        lets: [['with a source identity', asAlice, traced]],
        keepsOut: [['with tags', asAlice, tagged]],
      },
    ],
  ])('%s allows only the intended calls', async (words, { lets, keepsOut }) => {
    const users = [{ ...alice, mfaDevices: [mfaOfAlice] }, admin]
    const testAws = await TestAws.open({ credentials: '', world: { ...world, users } })
    const { aws } = testAws
    const everything = await policy(testAws, [
      ...['trust', '--root', '--account', account],
      ...['--tag-session', '--set-source-identity'],
    ])
    await createRole(aws, 'made', everything)
    const document = await policy(testAws, ['identity', ...words.split(' '), '--account', account])
    await expectAll(aws, [], lets)

    const named = { PolicyName: 'identity', PolicyDocument: document }
    expect(await inIam(aws, 'CreatePolicy', named)).toMatchObject({ status: 200 })
    const PolicyArn = `arn:aws:iam::${account}:policy/identity`
    const attached = { UserName: alice.name, PolicyArn }
    expect(await inIam(aws, 'AttachUserPolicy', attached)).toMatchObject({ status: 200 })
    await expectAll(aws, lets, keepsOut)
  })
})
