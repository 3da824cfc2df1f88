import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { removePath } from '../../../src/files/remove-path.ts'
import { temporaryFolder } from '../../support/shells/shells.ts'

it('removes a file, and a folder with its content', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'a/b'), { recursive: true })
  writeFileSync(join(folder, 'a/b/file'), '')
  writeFileSync(join(folder, 'file'), '')
  removePath(join(folder, 'a'))
  removePath(join(folder, 'file'))
  expect(readdirSync(folder)).toEqual([])
})

it('removes a link and not its target', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'cached'))
  writeFileSync(join(folder, 'cached/file'), '')
  mkdirSync(join(folder, 'a'))
  symlinkSync('../cached', join(folder, 'a/link'))
  removePath(join(folder, 'a'))
  expect(existsSync(join(folder, 'cached/file'))).toBe(true)
})

it('succeeds if the path does not exist', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')
  removePath(join(folder, 'nothing'))
  removePath(join(folder, 'nothing/below'))
  removePath(join(folder, 'file/below'))
})

it('throws errors with a code in every version of Node', () => {
  expect(() => removePath('/proc/self/stat')).toThrow(
    expect.objectContaining({ code: expect.stringMatching(/^E(PERM|ACCES)$/), syscall: 'unlink' }),
  )
})

it('is used instead of rmSync in the whole program', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  const ours = files.filter((name) => name.endsWith('.ts') && !name.startsWith('demo/'))
  expect(ours.length).toBeGreaterThan(100)
  expect(ours.filter((name) => /\brmSync\(/.test(readFileSync(join('src', name), 'utf8')))).toEqual(
    [],
  )
})
