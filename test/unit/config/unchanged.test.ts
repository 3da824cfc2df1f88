import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { pathsThatTell } from '../../../src/fast-path/watched-paths.ts'

const since = new Date(Date.now() - 60_000)
const before = new Date(Date.now() - 120_000)

/** A home directory that has not changed since. */
function homeWith(...files: string[]) {
  const home = mkdtempSync(join(realpathSync(tmpdir()), 'assume-unchanged-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  for (const file of files) {
    mkdirSync(join(home, file, '..'), { recursive: true })
    writeFileSync(join(home, file), '')
  }
  const age = () => {
    for (const name of readdirSync(home, { recursive: true, encoding: 'utf8' })) {
      if (existsSync(join(home, name))) utimesSync(join(home, name), before, before)
    }
    utimesSync(home, before, before)
  }
  age()
  const paths = (...names: string[]) =>
    pathsThatTell(
      names.map((name) => join(home, name)),
      home,
      since,
    )?.map((path) => path.slice(home.length + 1))
  return { home, age, paths }
}

test('covers a file, its folder and the folder above', () => {
  const { paths } = homeWith('.config/assume/config', '.aws/config')
  expect(paths('.config/assume/config')).toEqual([
    '.config/assume/config',
    '.config/assume',
    '.config',
  ])
  expect(paths('.aws/config', '.aws/credentials')).toEqual(['.aws/config', '.aws', ''])
})

test('covers the folders in which a missing file could be created', () => {
  const { paths } = homeWith('.aws/config')
  expect(paths('.config/assume/config')).toEqual([''])
})

test.each(['.aws/config', '.aws', ''])('is undefined if this has changed: %j', (name) => {
  const { home, paths } = homeWith('.aws/config')
  utimesSync(join(home, name), new Date(), new Date())
  expect(paths('.aws/config')).toBeUndefined()
})

test.each(['.aws/config', '.aws'])('is undefined if this is a link: %j', (name) => {
  const { home, age, paths } = homeWith('.aws/config')
  renameSync(join(home, name), join(home, 'was'))
  symlinkSync(join(home, 'was'), join(home, name))
  age()
  expect(paths('.aws/config')).toBeUndefined()
})

test('is undefined for a relative or circular path', () => {
  const { home } = homeWith('.aws/config')
  expect(pathsThatTell(['.aws/config'], home, since)).toBeUndefined()
  expect(pathsThatTell([`${home}/.aws/../.aws/config`], home, since)).toBeUndefined()
})

test('is undefined for anything that is not a file', () => {
  const { home, age, paths } = homeWith('.aws/config')
  mkdirSync(join(home, '.aws/credentials'))
  age()
  expect(paths('.aws/credentials')).toBeUndefined()
})
