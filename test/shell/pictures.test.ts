import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { draw, scenes, shells } from '../../scripts/pictures/draw.ts'
import { isInstalled, temporaryFolder } from '../support/shells.ts'

const hasTmux = isInstalled('tmux')

describe('docs/pictures', () => {
  for (const scene of scenes) {
    const needs: readonly string[] = shells[scene.shell].needs
    it.skipIf(!hasTmux || !needs.every(isInstalled))(
      `${scene.name}.svg shows what a terminal shows today, or npm run pictures draws it anew`,
      async () => {
        const picture = readFileSync(`docs/pictures/${scene.name}.svg`, 'utf8')
        expect(rowsOf(await draw(scene, temporaryFolder()))).toEqual(rowsOf(picture))
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
