import { organizationOf } from '../../src/organizations/organization.ts'
import type { World } from '../../src/state/world.ts'
import { accounts, bob } from '../fixture.ts'

/** 45 accounts, in units that their names begin with, and the management account. */
export const management = bob.account
export const members = Array.from({ length: 45 }, (_, index) => ({
  id: String(300_000_000_000 + index),
  name: `${index % 2 === 0 ? 'data' : 'web'}-${index}`,
  email: `a${index}@example.com`,
}))
export const own = { id: management, name: 'main', email: 'main@example.com' }
export const organization = organizationOf([own, ...members], management)
export const world: World = { ...accounts, organization }
