import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

/** A cache with the list of accounts of an older version. */
async function upgraded() {
  const testAws = await TestAws.open()
  const folder = join(testAws.home.path, '.cache/assume/accounts')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, `${'0a'.repeat(16)}.json`), '{"accounts":[]}', { mode: 0o600 })
  return { testAws, folder }
}

it.each([
  ['a new session', ['Bob', noMfaRole.name]],
  ['cache clear', ['cache', 'clear']],
])('the list of accounts of an older version is deleted by %s', async (_, words) => {
  const { testAws, folder } = await upgraded()
  expect(await testAws.assume(words)).toMatchObject({ exitCode: 0 })
  expect(existsSync(folder)).toBe(false)
})

it('cache clear leaves other files in the folder of the list of accounts', async () => {
  const { testAws, folder } = await upgraded()
  writeFileSync(join(folder, 'notes.json'), '')
  expect(await testAws.assume(['cache', 'clear'])).toMatchObject({ exitCode: 0 })
  expect(readdirSync(folder)).toEqual(['notes.json'])
})
