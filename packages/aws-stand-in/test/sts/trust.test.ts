import { AssumeRoleCommand } from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import type { PolicyDocument, Statement } from '../../src/iam/evaluation/policy.ts'
import { type Role, roleArn, rootArn, type User, userArn } from '../../src/state/world.ts'
import { accounts, alice, bob, externalIdRole, otherAccountRole } from '../fixture.ts'
import { keysIn, keysOf, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

const home = '123456789012'
const away = '210987654321'

/** The policies of Alice, by what they allow. */
const identities = {
  'no policy': {},
  'a policy that allows it': allow({ Action: 'sts:*', Resource: '*' }),
  'a policy for another role': allow({ Action: 'sts:AssumeRole', Resource: '*:role/other' }),
  'a policy for other actions': allow({ Action: 'iam:*', Resource: '*' }),
  'a policy that denies it': {
    ...allow({ Action: '*', Resource: '*' }),
    deny: document({ Effect: 'Deny', Action: 'sts:Assume*', Resource: `arn:aws:iam::*:role/r?le` }),
  },
}

async function outcome(policies: User['policies'], role: Role): Promise<string> {
  const user = { ...alice, policies }
  const aws = await standIn({ world: { ...accounts, users: [user], roles: [role] } })
  const command = new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test' })
  return sdk(aws, keysOf(user))
    .send(command)
    .then(
      () => 'assumed',
      (error: Error) => error.name,
    )
}

describe('the trust policy of a role', () => {
  it.each<[string, keyof typeof identities, string, string]>([
    ['the user', 'no policy', home, 'assumed'],
    ['the user', 'a policy that allows it', home, 'assumed'],
    ['the user', 'a policy for other actions', home, 'assumed'],
    ['the user', 'a policy that denies it', home, 'AccessDenied'],
    ['the user', 'no policy', away, 'AccessDenied'],
    ['the user', 'a policy that allows it', away, 'assumed'],
    ['the account', 'no policy', home, 'AccessDenied'],
    ['the account', 'a policy that allows it', home, 'assumed'],
    ['the account', 'a policy for another role', home, 'AccessDenied'],
    ['the account', 'a policy that denies it', home, 'AccessDenied'],
    ['the account', 'a policy that allows it', away, 'assumed'],
    ['the account', 'no policy', away, 'AccessDenied'],
    ['the account ID', 'no policy', home, 'AccessDenied'],
    ['the account ID', 'a policy that allows it', home, 'assumed'],
    ['the account ID', 'a policy that allows it', away, 'assumed'],
    ['everyone', 'no policy', home, 'assumed'],
    ['everyone', 'no policy', away, 'AccessDenied'],
    ['everyone', 'a policy that allows it', away, 'assumed'],
    ['another user', 'a policy that allows it', home, 'AccessDenied'],
    ['another account', 'a policy that allows it', home, 'AccessDenied'],
    ['a service', 'a policy that allows it', home, 'AccessDenied'],
    ['no principal', 'a policy that allows it', home, 'AccessDenied'],
  ])(
    'with %s as principal, for a caller with %s, in account %s: %s',
    async (trusted, identity, account, wanted) => {
      const principals: Record<string, Statement['Principal'] | undefined> = {
        'the user': { AWS: [userArn(bob), userArn(alice)] },
        'the account': { AWS: rootArn(home) },
        'the account ID': { AWS: home },
        everyone: '*',
        'another user': { AWS: userArn(bob) },
        'another account': { AWS: rootArn('999999999999') },
        'a service': { Service: 'ec2.amazonaws.com' },
      }
      const Principal = principals[trusted]
      const trust = { Action: 'sts:AssumeRole', ...(Principal && { Principal }) }
      const trustPolicy = document({ Effect: 'Allow', ...trust })
      const role: Role = { account, name: 'role', trustPolicy }
      expect(await outcome(identities[identity], role)).toBe(wanted)
    },
  )

  it('can deny a caller or the whole account, and overrides an allow', async () => {
    const Action = 'sts:AssumeRole'
    const trustPolicy: PolicyDocument = {
      Statement: [
        { Effect: 'Allow', Action, Principal: { AWS: userArn(alice) } },
        { Effect: 'Deny', Action, Principal: { AWS: rootArn(home) } },
      ],
    }
    const role: Role = { account: home, name: 'role', trustPolicy }
    expect(await outcome(identities['a policy that allows it'], role)).toBe('AccessDenied')
  })

  it('must allow sts:AssumeRole, not another action', async () => {
    const Principal = { AWS: userArn(alice) }
    const Action = 'sts:AssumeRoleWithSAML'
    const trustPolicy = document({ Effect: 'Allow', Principal, Action })
    expect(await outcome({}, { account: home, name: 'role', trustPolicy })).toBe('AccessDenied')
  })

  it('can name the ARN of the caller’s role or session', async () => {
    const first: Role = {
      account: home,
      name: 'first',
      path: '/path/',
      trustPolicy: document({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: userArn(bob) },
      }),
    }
    const second = (name: string, AWS: string): Role => ({
      account: home,
      name,
      trustPolicy: document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS } }),
    })
    const roles = [
      second('by-role', roleArn(first)),
      second('by-session', `arn:aws:sts::${home}:assumed-role/first/test`),
      second('by-other-session', `arn:aws:sts::${home}:assumed-role/first/other`),
    ]
    const aws = await standIn({ world: { ...accounts, roles: [first, ...roles] } })
    const command = (role: Role) =>
      new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test' })
    const client = sdk(aws, keysIn(await sdk(aws).send(command(first))))
    const answers = await Promise.allSettled(roles.map((role) => client.send(command(role))))
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  })
})

describe('the roles of the fixture', () => {
  const command = (role: Role, ExternalId?: string) =>
    new AssumeRoleCommand({ RoleArn: roleArn(role), RoleSessionName: 'test', ExternalId })

  it('the role in the other account trusts Bob and not Alice', async () => {
    const aws = await standIn()
    const answer = await sdk(aws).send(command(otherAccountRole))
    expect(answer.AssumedRoleUser?.Arn).toMatch(`arn:aws:sts::${away}:assumed-role/`)
    await expect(sdk(aws, keysOf(alice)).send(command(otherAccountRole))).rejects.toMatchObject({
      name: 'AccessDenied',
    })
  })

  it('the role with an ExternalId requires it', async () => {
    const client = sdk(await standIn())
    await expect(client.send(command(externalIdRole, 'demo-external-id'))).resolves.toBeDefined()
    for (const wrong of [undefined, 'wrong', 'demo-external-id-2']) {
      await expect(client.send(command(externalIdRole, wrong))).rejects.toMatchObject({
        name: 'AccessDenied',
      })
    }
  })
})

function allow(statement: Omit<Statement, 'Effect'>): User['policies'] {
  return { allow: document({ Effect: 'Allow', ...statement }) }
}

function document(statement: Statement): PolicyDocument {
  return { Version: '2012-10-17', Statement: [statement] }
}
