// Bundles the program into dist/: bin.js starts main.js; what the program imports on demand (the AWS
// SDK above all) becomes a bundle of its own beside it. CommonJS, because Node starts that sooner
// than modules and V8's code cache works for it (scripts/code-cache.mjs).

import crypto from 'node:crypto'
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { writeCodeCache } from './code-cache.mjs'
import { licences } from './licences.mjs'

const { version } = JSON.parse(await readFile('package.json', 'utf8'))
const { source } = JSON.parse(
  await readFile('packages/aws-stand-in/src/service-model/models.json', 'utf8'),
)
const modelNotice = `The constraints of AWS's service models are from ${source}, whose text is above.
Botocore, Copyright 2012-2022 Amazon.com, Inc. or its affiliates. All Rights Reserved.
`

// Takes the place of dist/ as a whole, so that nobody runs half a program.
const folder = `dist-${process.pid}`
const packages = new Set()
const bundles = new Map([['src/bin.ts', 'main.js']])
try {
  await bundle('src/launcher.cjs', 'bin.js')
  await writeLaunchers(folder)
  // The package says "module"; these files are not.
  await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n')
  for (const [entry, name] of bundles) await bundle(entry, name)
  await writeFile(`${folder}/words`, await completionWords())
  await writeFile(`${folder}/THIRD_PARTY_LICENSES`, `${await licences(packages)}\n${modelNotice}`)
  await writeCodeCache(folder)
  await rm('dist', { recursive: true, force: true })
  await rename(folder, 'dist')
} finally {
  await rm(folder, { recursive: true, force: true })
}

/**
 * Makes bin.js a program of sh and of JavaScript. With `#!/usr/bin/env node` Node.js would have obeyed
 * NODE_OPTIONS before a line of ours runs. sh never gets to the end of the comment: it becomes Node.js.
 */
async function writeLaunchers(folder) {
  const shell = await readFile('src/launcher.sh', 'utf8')
  if (shell.includes('*/')) throw new Error('src/launcher.sh ends the comment that it stands in')
  const javaScript = await readFile(`${folder}/bin.js`, 'utf8')
  const start = ['#!/bin/sh', "':' /*", 'set -- node "$0" "$@"', shell, '*/', ''].join('\n')
  await writeFile(`${folder}/bin.js`, start + javaScript)
  await chmod(`${folder}/bin.js`, 0o755)
  await writeFile(`${folder}/launcher.sh`, shell)
}

/** What the wrappers complete, from what the commands say of themselves. */
async function completionWords() {
  const name = 'completion-words.js'
  await bundle('src/cli/completion-words.ts', name)
  const { completionWords: words } = createRequire(import.meta.url)(resolve(folder, name))
  await rm(join(folder, name))
  return words()
}

async function bundle(entry, name) {
  const { metafile } = await build({
    entryPoints: [entry],
    outfile: `${folder}/${name}`,
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20.19',
    // The packages' ES builds: esbuild drops what is not used from them.
    mainFields: ['module', 'main'],
    define: { __VERSION__: JSON.stringify(version), ...unusedStreams(name) },
    // We hand the SDK its credentials; its own search differs from the AWS CLI's in 25 places.
    alias: {
      '@aws-sdk/credential-provider-node': './scripts/no-default-credentials.mjs',
      debug: './scripts/no-debug.cjs',
    },
    // `import()` becomes `require()`, which the launcher answers from the code cache.
    supported: { 'dynamic-import': false },
    plugins: [
      { name: 'bundles-on-demand', setup: bundlesOnDemand },
      { name: 'clipanion-without-terminal', setup: clipanionWithoutTerminal },
      { name: 'json-as-text', setup: jsonAsText },
      ...(name === 'main.js' ? [{ name: 'crypto-when-used', setup: cryptoWhenUsed }] : []),
    ],
    logLevel: 'warning',
    metafile: true,
  })
  // What esbuild has read and left out is in `metafile.inputs` too.
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  for (const input of inputs) {
    const [folder] = /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []
    if (folder) packages.add(folder)
  }
}

/**
 * clipanion looks at the streams as soon as it is loaded, and Node makes them then; bin.ts makes them
 * when they are used.
 */
function unusedStreams(name) {
  if (name !== 'main.js') return {}
  return { 'process.stdin': 'null', 'process.stdout': 'null', 'process.stderr': 'null' }
}

/** For the colours it would print, it would load node:tty; cli.ts prints instead. */
function clipanionWithoutTerminal({ onResolve }) {
  onResolve({ filter: /^\.\.\/platform$/ }, ({ resolveDir }) =>
    resolveDir.includes('clipanion')
      ? { path: join(resolveDir, '../platform/browser.js') }
      : undefined,
  )
}

/** V8 parses JSON much faster than the same as code. */
function jsonAsText({ onLoad }) {
  onLoad({ filter: /\/src\/.*\.json$/ }, async ({ path }) => {
    const text = JSON.stringify(JSON.parse(await readFile(path, 'utf8')))
    return { contents: `export default JSON.parse(${JSON.stringify(text)})` }
  })
}

/** Node takes 2 ms to load it, a tenth of its start, and a session that is kept needs none of it. */
function cryptoWhenUsed({ onResolve, onLoad }) {
  onResolve({ filter: /^node:crypto$/ }, () => ({ path: 'crypto', namespace: 'when-used' }))
  onLoad({ filter: /./, namespace: 'when-used' }, ({ path }) => ({
    contents: `for (const name of '${Object.keys(crypto).join(' ')}'.split(' ')) {
      Object.defineProperty(exports, name, { get: () => require('${path}')[name] })
    }`,
  }))
}

function bundlesOnDemand({ onResolve, resolve }) {
  onResolve({ filter: /./ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
    if (kind !== 'dynamic-import' || pluginData === 'seen' || isBuiltin(path)) return undefined
    // A command shares too much with the others; it stays in main.js and runs when it is called.
    if (importer.endsWith('src/commands/index.ts')) return undefined
    const found = await resolve(path, { kind, resolveDir, pluginData: 'seen' })
    if (found.errors.length > 0) return undefined
    const name = bundles.get(found.path) ?? nameFor(path)
    bundles.set(found.path, name)
    return { path: `./${name}`, external: true }
  })
}

function nameFor(path) {
  const name = basename(path).replace(/\.[jt]s$/, '')
  const taken = new Set(bundles.values())
  for (let number = 1; ; number++) {
    const file = number === 1 ? `${name}.js` : `${name}-${number}.js`
    if (!taken.has(file) && file !== 'bin.js') return file
  }
}
