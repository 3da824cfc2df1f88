// Bundles src/bin.ts and everything that it imports. esbuild writes a module that several bundles
// need only once. It can split only ES modules, so each bundle is converted to CommonJS afterwards.

import { readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { build, transform } from 'esbuild'
import { bundleOptions, target } from './bundle-options.mjs'

const entry = resolve('src/bin.ts')

/**
 * Writes main.js and the bundles that it loads on demand.
 *
 * @param folder the folder of the bundles.
 * @param separate the modules that other builds bundle. Each is imported as `./NAME.js`.
 * @returns the files that the bundles contain.
 */
export async function bundleProgram(folder, separate) {
  const { metafile } = await split(separate, [])
  const onDemand = Object.values(metafile.inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, external }) => kind === 'dynamic-import' && !external)
    .map(({ path }) => resolve(path))
  const result = await split(separate, onDemand)
  const outputs = Object.entries(result.metafile.outputs)
  const [main] = outputs.find(([, { inputs }]) => Object.keys(inputs).includes('src/bin.ts'))
  const stub = outputs.find(([, { entryPoint }]) => entryPoint === 'src/bin.ts')[0]
  for (const { path, text } of result.outputFiles) {
    if (basename(path) === basename(stub)) continue
    const code = text.replaceAll(basename(main), 'main.js')
    const name = basename(path) === basename(main) ? 'main.js' : basename(path)
    await writeFile(join(folder, name), await commonJs(code))
  }
  return outputs.flatMap(([, { inputs }]) => Object.keys(inputs))
}

/**
 * Splits the program into ES modules in memory.
 *
 * @param onDemand the modules that are imported with `import()`. Each of ours also imports bin.ts.
 *   So every bundle needs all modules that bin.ts imports, and esbuild puts these into one bundle
 *   instead of one for each set of bundles that share them.
 */
function split(separate, onDemand) {
  return build({
    ...bundleOptions,
    entryPoints: [entry],
    outdir: '.',
    // An entry point on demand has the name of its module, and a shared bundle has a hash.
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    format: 'esm',
    splitting: true,
    write: false,
    metafile: true,
    plugins: [
      ...bundleOptions.plugins,
      { name: 'separate', setup: (build) => leaveOut(separate, build) },
      { name: 'main-bundle', setup: (build) => importMain(onDemand, build) },
    ],
  })
}

function leaveOut(separate, { onResolve }) {
  onResolve({ filter: /^\./ }, ({ path, resolveDir }) =>
    separate.includes(relative('.', resolve(resolveDir, path)))
      ? { path: `./${basename(path, '.ts')}.js`, external: true }
      : undefined,
  )
}

function importMain(onDemand, { onLoad }) {
  onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
    if (!onDemand.includes(path)) return undefined
    const contents = await readFile(path, 'utf8')
    return { contents: `import ${JSON.stringify(entry)}\n${contents}`, loader: 'ts' }
  })
}

async function commonJs(code) {
  const { code: converted } = await transform(code, {
    format: 'cjs',
    platform: 'node',
    target,
    minify: true,
    // `import()` becomes `require()`, and the launcher loads the bundle with the code cache.
    supported: { 'dynamic-import': false },
    logLevel: 'warning',
  })
  return converted
}
