import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { pictures } from '../../../scripts/pictures/pictures.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => join('docs', name))]
  .filter((page) => page.endsWith('.md'))
  .map((page) => ({ page, text: readFileSync(join(root, page), 'utf8') }))

/** The paths of the pictures from the root of the repository, as the pages contain them. */
const shown = pages.flatMap(({ page, text }) =>
  [...text.matchAll(/!\[[^\]]+\]\(([^)\s]+)\)/g)].map(([, path = '']) => join(dirname(page), path)),
)

const drawn = readdirSync(join(root, 'docs/pictures')).map((name) => join('docs/pictures', name))

describe('docs/pictures', () => {
  it('contains every picture that a page shows', () => {
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  it('contains no picture that no page shows', () => {
    expect(drawn.filter((path) => !shown.includes(path))).toEqual([])
  })

  it('contains exactly the pictures that scripts/pictures.mjs draws', () => {
    const names = pictures.map(({ name }) => `docs/pictures/${name}.svg`)
    expect([...drawn].sort()).toEqual(names.sort())
  })

  it.each(drawn)('%s contains nothing of the machine that drew it', (path) => {
    const text = readFileSync(join(root, path), 'utf8')
    expect(text).toMatch(/^<svg [^>]*>\n<title>.+<\/title>\n/)
    expect(text).not.toMatch(/\/tmp\/|\/home\/|\/root\/|\/Users\/|127\.0\.0\.1|localhost/)
  })
})
