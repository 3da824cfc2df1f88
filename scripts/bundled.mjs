import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/**
 * Bundles a TypeScript file of this project and imports it into this process.
 *
 * @param input the `entryPoints` or `stdin` option of esbuild, with one file.
 * @param folder the folder of the bundle.
 */
export async function bundled(input, folder) {
  const outfile = join(folder, 'bundle.mjs')
  await build({
    ...input,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  })
  return import(pathToFileURL(outfile))
}
