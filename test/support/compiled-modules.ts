import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin as EsbuildPlugin } from 'esbuild'
import type { Plugin } from 'vitest/config'

/** Matches the modules that test files share, by their paths in the project. */
const sharedModule = /^(src|scripts|packages\/aws-stand-in\/src|test\/support)\/.*\.m?ts$/

const standIn = 'packages/aws-stand-in/src/index.ts'

export interface Tests {
  /** The folders of the test files. */
  readonly folders: readonly string[]
  /** Vitest's setup files. They import the same modules as the tests. */
  readonly setupFiles: readonly string[]
  /** The names that esbuild replaces, with their values. */
  readonly define: Readonly<Record<string, string>>
}

/**
 * Creates a Vitest plugin. esbuild compiles the modules that the tests import, with all their imports, and
 * Node.js loads the result. Without the plugin, Vitest transforms each module once for each project and calls
 * each imported function through a getter. That takes a fifth more processor time in a run of all tests.
 */
export function compiledModules(tests: Tests): Plugin {
  let compiled: Promise<ReadonlyMap<string, string>> | undefined
  let isWatching = false
  return {
    name: 'compiled-modules',
    enforce: 'pre',
    configureVitest({ vitest }) {
      // In watch mode, Vitest transforms the modules, so that it can reload those that change.
      isWatching = vitest.config.watch
    },
    async resolveId(source, importer) {
      if (isWatching || importer === undefined) return undefined
      const module = moduleOf(source, dirname(importer))
      if (module === undefined) return undefined
      compiled ??= compile(tests)
      const path = (await compiled).get(module)
      // Vitest would load a second copy of the module, with variables of its own.
      if (path === undefined) throw new Error(`${module} is not compiled, but ${importer} needs it`)
      return path
    },
  }
}

/** @returns undefined for modules that test files do not share, for packages and for missing files. */
function moduleOf(source: string, folder: string): string | undefined {
  if (source === 'aws-stand-in') return standIn
  if (!source.startsWith('.')) return undefined
  const path = relative('.', resolve(folder, source))
  return sharedModule.test(path) && existsSync(path) ? path : undefined
}

/** @returns the compiled file of each module that the tests import. */
async function compile(tests: Tests): Promise<ReadonlyMap<string, string>> {
  const modules = [...(await importedModules(tests))]
  const folder = temporaryFolder()
  await build({
    entryPoints: modules,
    outbase: '.',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    packages: 'external',
    platform: 'node',
    target: `node${process.versions.node}`,
    define: { ...tests.define },
    alias: { 'aws-stand-in': resolve(standIn) },
    sourcemap: 'inline',
    sourcesContent: false,
    plugins: [ownUrl],
    logLevel: 'warning',
  })
  const fileOf = (module: string) => join(folder, module.replace(/\.m?ts$/, '.mjs'))
  return new Map(modules.map((module) => [module, fileOf(module)]))
}

/** Creates a folder from which Node.js finds the packages. It is removed when this process ends. */
function temporaryFolder(): string {
  mkdirSync('node_modules/.cache', { recursive: true })
  const folder = mkdtempSync(resolve('node_modules/.cache/tests-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Collects the modules that the tests import. Type imports do not count. */
async function importedModules({ folders, setupFiles }: Tests): Promise<ReadonlySet<string>> {
  const modules = new Set<string>()
  const collect: EsbuildPlugin = {
    name: 'collect',
    setup({ onResolve }) {
      onResolve({ filter: /^\.|^aws-stand-in$/ }, ({ path, resolveDir, kind }) => {
        const module = kind === 'entry-point' ? undefined : moduleOf(path, resolveDir)
        if (module === undefined) return undefined
        modules.add(module)
        return { external: true }
      })
    },
  }
  await build({
    entryPoints: [...folders.flatMap(testsIn), ...setupFiles],
    outdir: '.',
    write: false,
    bundle: true,
    format: 'esm',
    packages: 'external',
    platform: 'node',
    plugins: [collect],
    logLevel: 'warning',
  })
  return modules
}

function testsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name))
}

/** Replaces `import.meta.url`, with which modules in test/support find files next to their source. No others use it. */
const ownUrl: EsbuildPlugin = {
  name: 'own-url',
  setup({ onLoad }) {
    onLoad({ filter: /\/test\/support\/.*\.ts$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8')
      const url = JSON.stringify(pathToFileURL(path).href)
      return { contents: code.replaceAll('import.meta.url', url), loader: 'ts' }
    })
  },
}
