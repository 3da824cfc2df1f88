// Bundles src/bin.ts and everything that it imports. esbuild writes a module that several bundles
// need only once. It can split only ES modules, so each bundle is converted to CommonJS afterwards.

import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { build, transform } from 'esbuild'
import { bundleOptions, target } from './bundle-options.mjs'

const entry = resolve('src/bin.ts')

/**
 * Modules of runs that are frequent: with a cached session, and with a new one. They load no module that they
 * do not need.
 */
const frequent = [
  'commands/exec',
  'commands/credential-process',
  'programs/start-program',
  'session/obtain/take-step',
  'session/sts/sts',
  'files/file-lock',
].map((name) => resolve(`src/${name}.ts`))

/**
 * Writes main.js and the bundles that it loads on demand.
 *
 * @param folder the folder of the bundles.
 * @param separate the modules that other builds bundle. Each is imported as `./NAME.js`.
 * @returns the files that the bundles contain.
 */
export async function bundleProgram(folder, separate) {
  const { metafile } = await split({ separate, minify: false })
  const onDemand = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, external }) => kind === 'dynamic-import' && !external)
    .filter(({ path }) => metafile.inputs[path].format === 'esm')
    .map(({ path }) => resolve(path))
  const renamed = frequent.filter((path) => !onDemand.includes(path))
  if (renamed.length > 0) throw new Error(`no import() loads ${renamed}`)
  const withMain = await split({ separate, onDemand })
  const result = await split({ separate, onDemand, shared: smallShared(withMain.metafile) })
  const outputs = Object.entries(result.metafile.outputs)
  const [main] = outputs.find(([, { inputs }]) => Object.keys(inputs).includes('src/bin.ts'))
  const [stub] = outputs.find(([, { entryPoint }]) => entryPoint === 'src/bin.ts')
  for (const { path, text } of result.outputFiles) {
    if (basename(path) === basename(stub)) continue
    const code = text.replaceAll(basename(main), 'main.js')
    const name = basename(path) === basename(main) ? 'main.js' : basename(path)
    await writeFile(join(folder, name), wrapped(await commonJs(code)))
  }
  return outputs.flatMap(([, { inputs }]) => Object.keys(inputs))
}

/**
 * Modules of small bundles that several bundles share. Loading a bundle takes longer than its code. Modules
 * that load more of Node.js than every run does stay alone.
 */
function smallShared({ outputs }) {
  const isLoaded = /^node:(fs|os|path)$|^\./
  return Object.values(outputs)
    .filter(({ entryPoint, bytes }) => entryPoint === undefined && bytes < 1500)
    .filter(({ imports }) =>
      imports.every(({ path, external }) => !external || isLoaded.test(path)),
    )
    .flatMap(({ inputs }) => Object.keys(inputs))
    .filter((path) => path.startsWith('src/'))
    .map((path) => resolve(path))
}

/**
 * Splits the program into ES modules in memory. esbuild makes one bundle of all modules that the same set of
 * entry points needs. Additional imports make these sets larger, so there are fewer bundles.
 *
 * @param onDemand the modules that are imported with `import()`. Each gets an import of bin.ts, so all modules
 *   that a run needs in any case are in one bundle.
 * @param shared modules that most of these also import, so they are in one bundle.
 * @param minify false if the code is not used.
 */
function split({ separate, onDemand = [], shared = [], minify = true }) {
  return build({
    ...bundleOptions,
    minify,
    entryPoints: [entry],
    outdir: '.',
    // An entry point has the name of its module, and a shared bundle is a chunk.
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    plugins: [
      ...bundleOptions.plugins,
      { name: 'separate', setup: (build) => leaveOut(separate, build) },
      { name: 'add-imports', setup: (build) => addImports(onDemand, shared, build) },
    ],
  })
}

function leaveOut(separate, { onResolve }) {
  // esbuild asks about these imports only. To ask about all takes a second.
  const names = separate.map((path) => basename(path))
  onResolve({ filter: new RegExp(`^\\..*/(${names.join('|')})$`) }, ({ path, resolveDir }) =>
    separate.includes(relative('.', resolve(resolveDir, path)))
      ? { path: `./${basename(path, '.ts')}.js`, external: true }
      : undefined,
  )
}

function addImports(modules, shared, { onLoad }) {
  onLoad({ filter: /\.m?[jt]s$/ }, async ({ path }) => {
    if (!modules.includes(path)) return undefined
    const imports = [entry, ...(frequent.includes(path) ? [] : shared)]
      .filter((each) => each !== path)
      .map((each) => `import ${JSON.stringify(each)}`)
    const contents = [...imports, await readFile(path, 'utf8')].join('\n')
    return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' }
  })
}

/** The launcher calls this function. To wrap the code there would copy it. */
export const wrapped = (code) => `(function(exports,require,module,__filename,__dirname){${code}})`

async function commonJs(code) {
  const { code: converted } = await transform(exportedByGetters(code), {
    format: 'cjs',
    // The platform `node` adds a list of exports for ES modules, which nothing reads.
    platform: 'neutral',
    target,
    minify: true,
    // `import()` becomes `require()`, and the launcher loads the bundle with the code cache.
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
    // `module` is the parameter of the wrapper.
    logOverride: { 'commonjs-variable-in-esm': 'silent' },
  })
  return converted
}

/**
 * Replaces `export{local as name}` at the end of a bundle. esbuild would create two functions and several
 * objects for each name, and main.js has hundreds, so V8 would collect garbage once before a cached session
 * is printed.
 */
function exportedByGetters(code) {
  const [statement, list] = code.match(/export\{([^}]*)\};?\s*$/) ?? []
  if (statement === undefined) return code
  const getters = list.split(',').map((each) => {
    const [local, name = local] = each.trim().split(' as ')
    return `get ${name}(){return ${local}}`
  })
  const exported = `Object.defineProperty({${getters}},"__esModule",{value:!0})`
  return `module.exports=${exported};${code.slice(0, -statement.length)}`
}
