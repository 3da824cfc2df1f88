import { expect, it } from 'vitest'
import {
  atOrganization,
  callsFor,
  expectEachOnce,
  often,
} from '../../../support/sign-in/organization.ts'

it('fetches 10,000 roles of 2,500 accounts in at most 1.2 × calls ÷ limit', often, async () => {
  const sso = await atOrganization()
  // A busy machine with two processors makes about 400 calls a second.
  const callsPerSecond = 250
  sso.portal.callsPerSecond = callsPerSecond
  sso.portal.latencyMs = 5
  const before = performance.now()
  const run = { env: sso.env, asProcess: true } as const
  const { stdout, stderr, exitCode } = await sso.testAws.assume(['roles', '--format', 'tsv'], run)
  const seconds = (performance.now() - before) / 1000
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  expect(new Set(stdout.trimEnd().split('\n')).size).toBe(10_000)
  expectEachOnce(sso, callsFor(2500))
  expect(sso.portal.inFlight.most).toBe(8)
  expect(seconds).toBeLessThan((1.2 * callsFor(2500)) / callsPerSecond)
})
