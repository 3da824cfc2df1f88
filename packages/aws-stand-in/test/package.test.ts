import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it, onTestFinished } from 'vitest'
import manifest from '../package.json' with { type: 'json' }

const root = join(import.meta.dirname, '..')
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, folder, name))
const sources = filesIn('src')

/** Returns the import specifiers of a file. */
const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export|})(?:.* from)? '([^']+)'/gm)].map(
    ([, from = '']) => from,
  )

describe('the package', () => {
  it('imports only its own files, Node.js and its dependencies', () => {
    expect(sources.length).toBeGreaterThan(50)
    const strangers = sources.flatMap((file) =>
      importsOf(file)
        .filter((from) => !isOwn(file, from))
        .map((from) => `${relative(root, file)} imports ${from}`),
    )
    expect(strangers).toEqual([])
  })

  it('has no import circle, type imports included', () => {
    const graph = new Map(
      sources.map((file) => [file, importsOf(file).map((from) => resolve(dirname(file), from))]),
    )
    // Files that import no remaining file are removed. Only circles and the files that import them
    // remain.
    for (let size = 0; size !== graph.size; ) {
      size = graph.size
      for (const [file, imports] of graph) {
        if (!imports.some((each) => graph.has(each))) graph.delete(file)
      }
    }
    expect([...graph.keys()].map((file) => relative(root, file))).toEqual([])
  })

  it('has no folder with more than 25 files of its own', () => {
    const count = new Map<string, number>()
    for (const file of [...sources, ...filesIn('test')])
      count.set(dirname(file), (count.get(dirname(file)) ?? 0) + 1)
    expect([...count].filter(([, files]) => files > 25)).toEqual([])
  })

  it('has types that a strict program compiles with', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stand-in-types-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const compile = (...args: readonly string[]) =>
      execa('tsc', args, {
        ...{ cwd: folder, preferLocal: true, localDir: root, reject: false },
        env: { PATH: process.env.PATH },
        extendEnv: false,
      })
    expect((await compile('-p', root, '--outDir', folder)).stdout).toBe('')
    const program = (url: string) => `import { type StandIn, start, throttled } from './index.js'
      const aws: StandIn = await start({ world: { users: [] } })
      aws.faults.next.push(throttled)
      export const url: ${url} = aws.url`
    writeFileSync(join(folder, 'right.mts'), program('string'))
    writeFileSync(join(folder, 'wrong.mts'), program('number'))
    const strict = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node']
    // TypeScript's own libraries need no check.
    const types = ['--typeRoots', join(root, '../../node_modules/@types'), '--skipDefaultLibCheck']
    const { stdout } = await compile('--noEmit', ...strict, ...types, 'right.mts', 'wrong.mts')
    // The output is one error on one line.
    expect(stdout).toMatch(/^wrong\.mts.*TS2322.*$/)
    // The compiler runs twice, which can take more than 30 seconds on a busy machine.
  }, 120_000)
})

function isOwn(file: string, from: string): boolean {
  if (from.startsWith('.')) return !relative(root, resolve(dirname(file), from)).startsWith('..')
  return isBuiltin(from) || Object.hasOwn(manifest.dependencies, from)
}
