import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { admin } from '../../../src/demo/fixture.ts'
import {
  admins,
  bobs,
  fileOf,
  LoginScene,
  loginProfiles,
} from '../../support/sign-in/login-scene.ts'

const profiles = `${loginProfiles}[profile ops]\nlogin_session = ${admins}\n`
const gone = (...titles: readonly string[]) =>
  [
    ...titles.map((title) => `assume: signed out of ${title}\n`),
    'assume: programs that already have keys of this sign-in can use them for up to 15 minutes\n',
  ].join('')

/** Bob and the administrator have signed in, and Bob has assumed a role. */
async function bothSignedIn() {
  const scene = await LoginScene.open(profiles)
  await scene.signedIn()
  scene.signIn.browserUser = admin
  await scene.signedIn(['ops'])
  expect(await scene.run(['reader', '--format', 'json'])).toMatchObject({ exitCode: 0 })
  return scene
}

describe('assume logout with sign-ins by aws login', () => {
  it.each([['me'], ['reader']])('removes only the sign-in of the profile %s', async (name) => {
    const scene = await bothSignedIn()
    const run = await scene.run(['logout', name])
    expect(run).toEqual({ stdout: '', stderr: gone('profile "me"'), exitCode: 0 })
    expect(scene.files()).toEqual([fileOf(admins)])
    const again = await scene.run(['reader', '--format', 'json'])
    expect(again).toMatchObject({ stdout: '', exitCode: 3 })
    const nobody = { stdout: '', stderr: 'assume: you are not signed in\n', exitCode: 0 }
    expect(await scene.run(['logout', name])).toEqual(nobody)
  })

  it('without a profile removes all sign-ins, also those of no profile', async () => {
    const scene = await bothSignedIn()
    const stray = `${'0'.repeat(64)}.json`
    writeFileSync(join(scene.folder, stray), JSON.stringify(scene.saved()))
    const { stderr, exitCode } = await scene.run(['logout'])
    expect(exitCode).toBe(0)
    for (const title of ['profile "me"', 'profile "ops"', `~/.aws/login/cache/${stray}`]) {
      expect(stderr).toContain(`assume: signed out of ${title}\n`)
    }
    expect(scene.files()).toEqual([])
  })

  it('without a profile does not remove files that are not sign-ins', async () => {
    const scene = await LoginScene.open(profiles)
    await scene.signedIn()
    writeFileSync(join(scene.folder, 'notes.json'), JSON.stringify(scene.saved()))
    writeFileSync(join(scene.folder, `${'a'.repeat(64)}.json`), '{"accessToken": "x"}')
    mkdirSync(join(scene.folder, `${'b'.repeat(64)}.json`))
    await scene.run(['logout'])
    expect(readdirSync(scene.folder).sort()).toEqual([
      `${'a'.repeat(64)}.json`,
      `${'b'.repeat(64)}.json`,
      'notes.json',
    ])
  })

  it('removes a symbolic link and the broken file to which it points', async () => {
    const scene = await LoginScene.open(profiles)
    const real = join(scene.home.path, 'dotfiles.json')
    writeFileSync(real, 'broken')
    mkdirSync(scene.folder, { recursive: true })
    symlinkSync(real, join(scene.folder, fileOf(bobs)))
    expect((await scene.run(['logout', 'me'])).stderr).toBe(gone('profile "me"'))
    expect([existsSync(real), scene.files()]).toEqual([false, []])
  })

  it('names what it cannot remove, and exits with 1', async () => {
    const scene = await LoginScene.open(profiles)
    mkdirSync(join(scene.folder, fileOf(bobs)), { recursive: true })
    const { stderr, exitCode } = await scene.run(['logout', 'me'])
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/^assume: cannot remove ~\/\.aws\/login\/cache\/\w+\.json \(/)
    expect(scene.files()).toEqual([fileOf(bobs)])
  })
})
