// Bundles the package into dist/ for Node.js: index.js for programs and cli.js for the command line.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
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

// The constraints of AWS's service models are in the bundle, under the licence of botocore.
const models = await readFile(join(root, 'src/service-model/models.json'), 'utf8')
const signer = createRequire(import.meta.url).resolve('@smithy/signature-v4/package.json')
const apache = await readFile(join(signer, '../LICENSE'), 'utf8')
await writeFile(
  join(outdir, 'THIRD_PARTY_LICENSES'),
  `The constraints of AWS's service models are from ${JSON.parse(models).source}.
Botocore, Copyright 2012-2022 Amazon.com, Inc. or its affiliates. All Rights Reserved.

${apache}`,
)
