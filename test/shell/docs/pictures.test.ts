import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { draw, pictures, shells } from '../../../scripts/pictures/draw.ts'
import { isInstalled, temporaryFolder } from '../../support/shells/shells.ts'

const hasTmux = isInstalled('tmux')

describe('docs/pictures', () => {
  for (const picture of pictures) {
    const needs: readonly string[] = shells[picture.shell].needs
    it.skipIf(!hasTmux || !needs.every(isInstalled))(
      `${picture.name}.svg shows what a terminal shows today, or npm run pictures draws it anew`,
      async () => {
        const drawn = readFileSync(`docs/pictures/${picture.name}.svg`, 'utf8')
        expect(rowsOf(await draw(picture, temporaryFolder()))).toEqual(rowsOf(drawn))
      },
    )
  }
})

/** What can be read, row by row. Colours are left to the eye: versions of a shell differ in them. */
function rowsOf(svg: string): readonly string[] {
  const rows = new Map<string, string>()
  for (const [, y = '', text = ''] of svg.matchAll(/<text [^>]*y="([^"]+)"[^>]*>([^<]*)</g)) {
    rows.set(y, `${rows.get(y) ?? ''}${text.replaceAll(' ', '')}`)
  }
  return [...rows.values()]
}
