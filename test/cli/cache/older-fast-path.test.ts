import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { examined, faults } from '../../support/examination.ts'
import { TestAws } from '../../support/test-aws.ts'

/** A cache with a session, and with a fast-path file of an older format. */
async function upgraded(name = 'warm') {
  const testAws = await TestAws.open()
  await testAws.session(['Bob', noMfaRole.name])
  const folder = join(testAws.home.path, `.cache/assume/${name}`)
  mkdirSync(folder, { mode: 0o700 })
  writeFileSync(join(folder, 'profile=plain'), 'assume=0.1.0\nset_AWS_SECRET_ACCESS_KEY=x\n', {
    mode: 0o600,
  })
  return { testAws, folder }
}

it.each([
  ['a session that is cached', ['Bob', noMfaRole.name]],
  ['a new session', ['Bob', noMfaRole.name, '--session-name', 'other']],
  ['a session for a program', ['exec', 'Bob', noMfaRole.name, '--', 'true']],
  ['the list of sessions', ['cache', 'list']],
  ['the deletion of all sessions', ['cache', 'clear']],
])('assume deletes a fast-path file of an older format: %s', async (_, words) => {
  const { testAws, folder } = await upgraded()
  expect(await testAws.assume(words)).toMatchObject({ exitCode: 0 })
  expect(existsSync(folder)).toBe(false)
})

it('doctor reports a fast-path file of an older format; only --fix deletes it', async () => {
  const { testAws, folder } = await upgraded()
  const doctor = (...args: string[]) => examined(['--offline', ...args], testAws.home.env)
  expect(faults((await doctor()).findings)).toEqual([
    'warning ~/.cache/assume/warm cache-old-format',
  ])
  expect(existsSync(folder)).toBe(true)
  await doctor('--fix')
  expect(existsSync(folder)).toBe(false)
  expect(faults((await doctor()).findings)).toEqual([])
})
