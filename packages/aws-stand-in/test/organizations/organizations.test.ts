import {
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations'
import { expect, it } from 'vitest'
import { refuse } from '../../src/http/faults.ts'
import { type Organization, organizationOf } from '../../src/organizations/organization.ts'
import type { User } from '../../src/state/world.ts'
import { accounts, admin, bob } from '../fixture.ts'
import { type Keys, keysOf, sendJson } from '../sdk.ts'
import { standIn } from '../stand-in.ts'
import { management, members, organization, own, world } from './sample-organization.ts'

const [data] = organization.units.filter(({ name }) => name === 'data')

const client = (aws: { readonly url: string }, keys: Keys = keysOf(admin)) =>
  new OrganizationsClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: keys,
    maxAttempts: 1,
  })

/** Bob with a policy that allows these actions. */
const bobWith = (Action: string, Resource = '*'): User => ({
  ...bob,
  policies: { own: { Statement: { Effect: 'Allow', Action, Resource } } },
})

it('lists the accounts, 20 a page, to the end', async () => {
  const aws = await standIn({ world })
  const sdk = client(aws)
  const pages: number[] = []
  const ids: (string | undefined)[] = []
  let NextToken: string | undefined
  do {
    const page = await sdk.send(new ListAccountsCommand({ NextToken }))
    pages.push(page.Accounts?.length ?? 0)
    ids.push(...(page.Accounts ?? []).map(({ Id }) => Id))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  expect(pages).toEqual([20, 20, 6])
  expect(ids).toEqual([own, ...members].map(({ id }) => id))
  expect(
    aws.calls.map(({ action, params, outcome }) => [action, Object.keys(params), outcome]),
  ).toEqual([
    ['ListAccounts', [], 'ok'],
    ['ListAccounts', ['NextToken'], 'ok'],
    ['ListAccounts', ['NextToken'], 'ok'],
  ])
  expect(aws.calls[0]?.caller).toMatch(new RegExp(`^arn:aws:iam::${management}:user/`))
})

it('lists the root, its units, and the accounts of each', async () => {
  const aws = await standIn({ world })
  const sdk = client(aws)
  const { Roots } = await sdk.send(new ListRootsCommand({}))
  expect(Roots).toMatchObject([
    { Id: 'r-exam', Arn: `arn:aws:organizations::${management}:root/o-exampleorgid/r-exam` },
  ])
  const units = await sdk.send(new ListOrganizationalUnitsForParentCommand({ ParentId: 'r-exam' }))
  expect(units.OrganizationalUnits?.map(({ Name }) => Name)).toEqual(['main', 'data', 'web'])
  const inRoot = await sdk.send(new ListAccountsForParentCommand({ ParentId: 'r-exam' }))
  expect(inRoot.Accounts).toMatchObject([
    {
      Id: management,
      Name: 'main',
      State: 'ACTIVE',
      Status: 'ACTIVE',
      Arn: `arn:aws:organizations::${management}:account/o-exampleorgid/${management}`,
    },
  ])
  const inData = await sdk.send(
    new ListAccountsForParentCommand({ ParentId: data?.id, MaxResults: 3 }),
  )
  expect(inData.Accounts?.map(({ Name }) => Name)).toEqual(['data-0', 'data-2', 'data-4'])
  const next = { ParentId: data?.id, MaxResults: 3, NextToken: inData.NextToken }
  const second = await sdk.send(new ListAccountsForParentCommand(next))
  expect(second.Accounts?.map(({ Name }) => Name)).toEqual(['data-6', 'data-8', 'data-10'])
})

it.each([
  ['no policy allows it', world, keysOf(bob), 'AccessDeniedException'],
  [
    'another action is allowed',
    { ...world, users: [bobWith('organizations:ListRoots')] },
    keysOf(bob),
    'AccessDeniedException',
  ],
  [
    'the account is only a member',
    { ...world, organization: organizationOf([own, ...members], members[0]?.id ?? '') },
    keysOf(admin),
    'AccessDeniedException',
  ],
  [
    'the account is in no organization',
    { ...world, organization: organizationOf(members, members[0]?.id ?? '') },
    keysOf(admin),
    'AWSOrganizationsNotInUseException',
  ],
  ['there is no organization', accounts, keysOf(admin), 'AWSOrganizationsNotInUseException'],
  [
    'the key is unknown',
    world,
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    'UnrecognizedClientException',
  ],
  [
    'the signature is wrong',
    world,
    { ...keysOf(admin), secretAccessKey: 'x' },
    'InvalidSignatureException',
  ],
] as const)('refuses ListAccounts if %s', async (_, world, keys, name) => {
  const aws = await standIn({ world })
  await expect(client(aws, keys).send(new ListAccountsCommand({}))).rejects.toMatchObject({ name })
  expect(aws.calls.at(-1)?.outcome).toBe(name)
})

it('allows what the policy names, and a delegated administrator', async () => {
  const arn = `arn:aws:organizations::${management}:ou/o-exampleorgid/${data?.id}`
  const users = [bobWith('organizations:ListAccountsForParent', arn)]
  const aws = await standIn({ world: { ...world, users } })
  const sdk = client(aws, keysOf(bob))
  await sdk.send(new ListAccountsForParentCommand({ ParentId: data?.id }))
  await expect(
    sdk.send(new ListAccountsForParentCommand({ ParentId: 'r-exam' })),
  ).rejects.toMatchObject({ name: 'AccessDeniedException' })
  const delegated: Organization = {
    ...organizationOf([own, ...members], members[0]?.id ?? ''),
    delegatedAdministrators: [management],
  }
  const other = await standIn({ world: { ...world, organization: delegated } })
  const { Roots } = await client(other).send(new ListRootsCommand({}))
  expect(Roots?.[0]?.Arn).toContain(`::${members[0]?.id}:root/`)
})

it.each([
  ['ListAccounts', '{"NextToken":"x"}', 'InvalidInputException'],
  ['ListAccounts', '{"MaxResults":"3"}', 'SerializationException'],
  ['ListAccounts', '[]', 'SerializationException'],
  ['ListAccounts', '{', 'SerializationException'],
  ['ListAccountsForParent', '{"ParentId":"r-none"}', 'ParentNotFoundException'],
  ['ListAccountsForParent', '{"ParentId":"ou-exam-99999999"}', 'ParentNotFoundException'],
  ['CreateAccount', '{}', 'UnknownOperationException'],
])('refuses %s with %s', async (operation, body, code) => {
  const aws = await standIn({ world })
  const answer = await sendJson(aws, operation, body, { keys: keysOf(admin) })
  expect(answer).toMatchObject({ status: 400, code })
})

it('a token of another list is invalid', async () => {
  const aws = await standIn({ world })
  const sdk = client(aws)
  const { NextToken } = await sdk.send(new ListAccountsCommand({}))
  await expect(
    sdk.send(new ListAccountsForParentCommand({ ParentId: data?.id, NextToken })),
  ).rejects.toMatchObject({ name: 'InvalidInputException', Reason: 'INVALID_PAGINATION_TOKEN' })
})

it('has faults, as the other services have', async () => {
  const aws = await standIn({ world })
  aws.faults.at = { ListRoots: refuse('TooManyRequestsException', 400, 'Too many') }
  await expect(client(aws).send(new ListRootsCommand({}))).rejects.toMatchObject({
    name: 'TooManyRequestsException',
  })
})
