import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const names = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
const sources = names.filter((name) => name.endsWith('.ts')).map((name) => join(root, 'src', name))

/** What a file imports, as it writes it. */
const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|})(?:.* from)? '([^']+)'/gm)].map(
    ([, from = '']) => from,
  )

describe('the package', () => {
  it('imports itself, Node.js and its dependencies, and nothing of the repository that it lies in', () => {
    expect(sources.length).toBeGreaterThan(50)
    const strangers = sources.flatMap((file) =>
      importsOf(file)
        .filter((from) => !isOwn(file, from))
        .map((from) => `${relative(root, file)} imports ${from}`),
    )
    expect(strangers).toEqual([])
  })

  it('has no folder with more than 25 files of its own', () => {
    const count = new Map<string, number>()
    for (const file of sources) count.set(dirname(file), (count.get(dirname(file)) ?? 0) + 1)
    expect([...count].filter(([, files]) => files > 25)).toEqual([])
  })
})

function isOwn(file: string, from: string): boolean {
  if (from.startsWith('.')) return !relative(root, resolve(dirname(file), from)).startsWith('..')
  return isBuiltin(from) || Object.hasOwn(manifest.dependencies, from)
}
