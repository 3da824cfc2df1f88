import { expect, it } from 'vitest'
import { parseWorld } from '../../src/state/parse-world.ts'
import { standIn } from '../stand-in.ts'
import { management, organization, own, world } from './sample-organization.ts'

it.each([
  [{ ...organization, id: 'x' }, 'organization.id must be an id such as o-exampleorgid'],
  [
    { ...organization, accounts: [{ ...own, parent: 'r-exam', state: 'GONE' }] },
    'organization.accounts[0].state must be the state of an account, not a string',
  ],
])('a world that is invalid', (organization, message) => {
  expect(() => parseWorld({ organization })).toThrow(message)
})

it('an organization with an unknown parent or management account', async () => {
  const accountsOf = [{ ...own, parent: 'r-none' }]
  await expect(
    standIn({ world: { ...world, organization: { ...organization, accounts: accountsOf } } }),
  ).rejects.toThrow(`the parent of ${management} is unknown: r-none`)
  await expect(
    standIn({
      world: { ...world, organization: { ...organization, managementAccount: '999999999999' } },
    }),
  ).rejects.toThrow('there is no account 999999999999')
})
