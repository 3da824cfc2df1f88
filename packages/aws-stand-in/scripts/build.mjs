// Bundles the package into dist/ for Node.js: index.js for programs and cli.js for the command line.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const outdir = join(root, 'dist')

await rm(outdir, { recursive: true, force: true })
await build({
  entryPoints: ['index', 'cli'].map((name) => join(root, 'src', `${name}.ts`)),
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  logLevel: 'warning',
})
