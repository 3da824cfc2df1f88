// The options of esbuild for all bundles.

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { clipanionInParts } from './clipanion-in-parts.mjs'

// esbuild takes a quarter less processor time if Go collects garbage less often.
process.env.GOGC ??= '400'

const require = createRequire(import.meta.url)
const { version } = JSON.parse(await readFile('package.json', 'utf8'))

export const target = 'node20.19'

const unusedModule = './scripts/build/unused-module.mjs'

export const bundleOptions = {
  bundle: true,
  minify: true,
  platform: 'node',
  target,
  // esbuild removes unused code only from ES modules.
  mainFields: ['module', 'main'],
  define: { __VERSION__: JSON.stringify(version) },
  alias: {
    '@aws-sdk/credential-provider-node': unusedModule,
    '@smithy/core/event-streams': unusedModule,
    bowser: unusedModule,
    debug: './scripts/build/no-debug.cjs',
  },
  plugins: [
    { name: 'clipanion-in-parts', setup: clipanionInParts },
    { name: 'json-as-text', setup: jsonAsText },
    { name: 'builtins-when-used', setup: builtinsWhenUsed },
  ],
  logLevel: 'warning',
}

/** V8 parses JSON faster than the equivalent object literal. */
function jsonAsText({ onLoad }) {
  onLoad({ filter: /\/src\/.*\.json$/ }, async ({ path }) => {
    const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')))
    return { contents: `export default JSON.parse(${JSON.stringify(text)})` }
  })
}

/**
 * Loading node:crypto takes 2 ms, a tenth of Node's start time, and a cached session does not need
 * it. node:child_process takes 1.5 ms, and Linux does not need it for a lock. So these load when the
 * code of src first uses them.
 */
function builtinsWhenUsed({ onResolve, onLoad }) {
  onResolve({ filter: /^node:(crypto|child_process)$/ }, ({ path, importer, kind }) =>
    importer.includes('/src/') && kind === 'import-statement'
      ? { path, namespace: 'when-used' }
      : undefined,
  )
  onLoad({ filter: /./, namespace: 'when-used' }, ({ path }) => ({
    contents: `for (const name of '${Object.keys(require(path)).join(' ')}'.split(' ')) {
      Object.defineProperty(exports, name, { get: () => require('${path}')[name] })
    }`,
  }))
}
