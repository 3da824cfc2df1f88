import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

/**
 * Imports TypeScript of this project into the Node that runs.
 *
 * @param input `entryPoints` or `stdin` of esbuild: one file.
 * @param folder for what is made of it.
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
