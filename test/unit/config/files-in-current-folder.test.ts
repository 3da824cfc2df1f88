import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { filesInCurrentFolder } from '../../../src/config/warnings/files-in-current-folder.ts'

/**
 * HOME is `top/home/me` and contains .aws. `top/home/me/repo/aws/config` and `top/repo/aws/config`
 * are files of repositories. `top/link` is a link to `top/repo`, and `top/repo/out` is a link to
 * `top/elsewhere`.
 */
function folders() {
  const top = realpathSync(mkdtempSync(join(tmpdir(), 'assume-near-')))
  onTestFinished(() => rmSync(top, { recursive: true }))
  const home = join(top, 'home/me')
  for (const folder of [
    `${home}/.aws`,
    `${home}/repo/aws`,
    `${top}/repo/aws`,
    `${top}/elsewhere`,
  ]) {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'config'), '')
  }
  symlinkSync(join(top, 'repo'), join(top, 'link'))
  symlinkSync(join(top, 'elsewhere'), join(top, 'repo/out'))
  symlinkSync(join(home, '.aws/config'), join(top, 'repo/to-aws'))
  symlinkSync(join(home, 'repo/aws/config'), join(home, '.aws/from-dotfiles'))
  return { top, home }
}

const near: readonly (readonly [what: string, file: string, here: string])[] = [
  ['a file in the folder', 'TOP/repo/aws/config', 'TOP/repo/aws'],
  ['a file below the folder', 'TOP/repo/aws/config', 'TOP/repo'],
  ['a relative path', 'aws/config', 'TOP/repo'],
  ['a relative path through the parent folder', '../repo/aws/config', 'TOP/repo'],
  ['a path through a link to the folder', 'TOP/link/aws/config', 'TOP/repo'],
  ['a path through a link in the folder', 'TOP/repo/out/config', 'TOP/repo'],
  ['both', 'TOP/link/out/config', 'TOP/repo'],
  ['a file that does not exist yet', 'TOP/repo/aws/later/config', 'TOP/repo'],
  ['a folder in HOME', '~/repo/aws/config', 'HOME/repo'],
  ['a path with a variable', '$' + '{HOME}/repo/aws/config', 'HOME/repo'],
]

it.each(near)('warns about %s', (_, file, here) => {
  const { top, home } = folders()
  const placed = (path: string) => path.replace('TOP', top).replace(/^HOME/, home)
  const env = { HOME: home, AWS_CONFIG_FILE: placed(file) }
  expect(filesInCurrentFolder(env, () => placed(here))).toMatchObject({
    file: expect.stringMatching(/config$/),
    message: expect.stringMatching(/^AWS_CONFIG_FILE names a file in or below the current folder/),
  })
})

const far: readonly (readonly [what: string, file: string | undefined, here: string])[] = [
  ['no variable', undefined, 'TOP/repo'],
  ['an empty variable', '', 'TOP/repo'],
  ['another folder', 'TOP/repo/aws/config', 'TOP/elsewhere'],
  ['a sibling folder with the same prefix', 'TOP/repo/aws/config', 'TOP/repo/a'],
  ['HOME', '~/repo/aws/config', 'HOME'],
  ['a folder above HOME', '~/repo/aws/config', 'TOP/home'],
  ['the root folder', '~/repo/aws/config', '/'],
  ['~/.aws', '~/.aws/config', 'HOME/.aws'],
  ['a link from ~/.aws to the folder', '~/.aws/from-dotfiles', 'HOME/repo'],
  ['a link from the folder to ~/.aws', 'TOP/repo/to-aws', 'TOP/repo'],
  ['a deleted folder', 'TOP/repo/aws/config', 'GONE'],
]

it.each(far)('does not warn about %s', (_, file, here) => {
  const { top, home } = folders()
  const placed = (path: string) => path.replace('TOP', top).replace(/^HOME/, home)
  const env = { HOME: home, ...(file !== undefined && { AWS_CONFIG_FILE: placed(file) }) }
  const folder = here === 'GONE' ? undefined : placed(here)
  expect(filesInCurrentFolder(env, () => folder)).toBeUndefined()
})

it('names both variables in one warning', () => {
  const { top, home } = folders()
  const AWS_CONFIG_FILE = join(top, 'repo/aws/config')
  const env = { HOME: home, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE: 'aws/credentials' }
  expect(filesInCurrentFolder(env, () => join(top, 'repo'))).toMatchObject({
    file: AWS_CONFIG_FILE,
    message: expect.stringMatching(/^AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name files/),
  })
})
