import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { draw, pictures, shells } from '../../../scripts/pictures/draw.ts'
import { isInstalled, temporaryFolder } from '../../support/shells/shells.ts'

const hasTmux = isInstalled('tmux')

describe('docs/pictures', () => {
  for (const picture of pictures) {
    const needs: readonly string[] = shells[picture.shell].needs
    it.skipIf(!hasTmux || !needs.every(isInstalled))(
      `${picture.name}.svg matches the current output; otherwise run npm run pictures`,
      async () => {
        const drawn = readFileSync(`docs/pictures/${picture.name}.svg`, 'utf8')
        expect(rowsOf(await draw(picture, temporaryFolder()))).toEqual(rowsOf(drawn))
      },
    )
  }
})

/** The text of each row. Colours are not compared, because they differ between versions of a shell. */
function rowsOf(svg: string): readonly string[] {
  const rows = new Map<string, string>()
  for (const [, y = '', text = ''] of svg.matchAll(/<text [^>]*y="([^"]+)"[^>]*>([^<]*)</g)) {
    rows.set(y, `${rows.get(y) ?? ''}${text.replaceAll(' ', '')}`)
  }
  return [...rows.values()]
}
