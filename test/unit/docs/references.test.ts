import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const pages = [...markdownIn('.'), ...markdownIn('docs')]

/** A page names a file relative to one of these folders. */
const folders = ['', 'src', 'packages/aws-stand-in/src']

/** A file with a folder before it, such as `plan/session-key.ts`; `*` stands for any extension. */
const filePath = /^[\w.-]+(\/[\w.-]+)*\/[\w.-]+\.(ts|mjs|json|py|sh|\*)$/

describe('the documents', () => {
  it.each(pages)('%s names only files that exist', (page) => {
    const named = [...textOf(page).matchAll(/`([^`\n]+)`/g)].map(([, text = '']) => text)
    const missing = named
      .filter((text) => filePath.test(text) && !/\bNAME\b|^dist\//.test(text))
      .filter((path) => !folders.some((folder) => isThere(join(folder, path))))
    expect(missing).toEqual([])
  })

  it.each(pages)('%s links only to files and headings that exist', (page) => {
    const links = [...textOf(page).matchAll(/\]\((?!https:)([^)#\s]*)(?:#([^)\s]+))?\)/g)]
    const broken = links.filter(([, path = '', heading]) => {
      const target = path === '' ? page : join(dirname(page), path)
      if (!existsSync(join(root, target))) return true
      return heading !== undefined && !headingsOf(target).includes(heading)
    })
    expect(broken.map(([link]) => link)).toEqual([])
  })

  it('name enough files for these tests to find', () => {
    const text = textOf('docs/design.md')
    expect(text.match(/`[\w./-]+\/[\w.-]+\.ts`/g)?.length).toBeGreaterThan(20)
  })
})

function markdownIn(folder: string): string[] {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.md'))
  return names.map((name) => join(folder, name))
}

/** Without blocks of code. */
function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8').replaceAll(/^```[\s\S]*?^```/gm, '')
}

function isThere(path: string): boolean {
  if (!path.endsWith('.*')) return existsSync(join(root, path))
  const folder = join(root, dirname(path))
  const start = basename(path, '*')
  return existsSync(folder) && readdirSync(folder).some((name) => name.startsWith(start))
}

/** The names that GitHub gives to the headings of a page. */
function headingsOf(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}
