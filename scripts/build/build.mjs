// Bundles the program into dist/. bin.js starts main.js. Each module that the program imports on
// demand, such as the AWS SDK, becomes a bundle of its own. The format is CommonJS, because Node
// loads it faster than ES modules and V8's code cache supports it (scripts/build/code-cache.mjs).

import crypto from 'node:crypto'
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire, isBuiltin } from 'node:module'
import { basename, join, resolve } from 'node:path'
import { build } from 'esbuild'
import { licences } from '../licences.mjs'
import { writeCodeCache } from './code-cache.mjs'

const { version } = JSON.parse(await readFile('package.json', 'utf8'))
const { source } = JSON.parse(
  await readFile('packages/aws-stand-in/src/service-model/models.json', 'utf8'),
)
const modelNotice = `The constraints of AWS's service models are from ${source}, whose text is above.
Botocore, Copyright 2012-2022 Amazon.com, Inc. or its affiliates. All Rights Reserved.
`

// The new folder replaces dist/ as a whole, so that no process runs a partial build.
const folder = `dist-${process.pid}`
const packages = new Set()
const bundles = new Map([['src/bin.ts', 'main.js']])
const required = new Set(['main.js'])
try {
  await bundle('src/launcher.cjs', 'bin.js')
  await writeLaunchers(folder)
  // package.json of the project says "module", but the bundles are CommonJS.
  await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n')
  await bundleRequired()
  await writeFile(`${folder}/words`, await completionWords())
  await writeFile(`${folder}/THIRD_PARTY_LICENSES`, `${await licences(packages)}\n${modelNotice}`)
  await writeCodeCache(folder)
  await rm('dist', { recursive: true, force: true })
  await rename(folder, 'dist')
} finally {
  await rm(folder, { recursive: true, force: true })
}

/**
 * Makes bin.js a shell script that is also a JavaScript file. With `#!/usr/bin/env node` Node.js
 * would read NODE_OPTIONS before the first line of the program. The shell starts Node.js before it
 * reaches the end of the comment.
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

/** Returns the completion words of the wrappers, which the commands define. */
async function completionWords() {
  const name = 'completion-words.js'
  await bundle('src/cli/completion-words.ts', name)
  const { completionWords: words } = createRequire(import.meta.url)(resolve(folder, name))
  await rm(join(folder, name))
  return words()
}

/** The SDK imports some modules only in code that esbuild leaves out. They get no bundle. */
async function bundleRequired() {
  const bundled = new Set()
  const isMissing = ([, name]) => required.has(name) && !bundled.has(name)
  for (let missing = [...bundles]; missing.length > 0; missing = [...bundles].filter(isMissing)) {
    for (const [entry, name] of missing) {
      bundled.add(name)
      await bundle(entry, name)
    }
  }
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
    // esbuild removes unused code only from ES modules.
    mainFields: ['module', 'main'],
    define: { __VERSION__: JSON.stringify(version), ...unusedStreams(name) },
    // assume passes credentials to the SDK. The SDK's own credential chain differs from the AWS
    // CLI's in 25 places.
    alias: {
      '@aws-sdk/credential-provider-node': './scripts/build/no-default-credentials.mjs',
      debug: './scripts/build/no-debug.cjs',
    },
    // `import()` becomes `require()`, and the launcher loads the module with the code cache.
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
  for (const { imports } of Object.values(metafile.outputs)) {
    for (const { path } of imports) required.add(basename(path))
  }
  // `metafile.inputs` also contains files that esbuild has read but not included.
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.keys(output.inputs))
  for (const input of inputs) {
    const [folder] = /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input) ?? []
    if (folder) packages.add(folder)
  }
}

/**
 * clipanion accesses the standard streams when it is loaded, so Node creates them. bin.ts creates
 * them when they are used.
 */
function unusedStreams(name) {
  if (name !== 'main.js') return {}
  return { 'process.stdin': 'null', 'process.stdout': 'null', 'process.stderr': 'null' }
}

/**
 * clipanion loads node:tty for colours that assume does not use, because cli.ts prints the output.
 */
function clipanionWithoutTerminal({ onResolve }) {
  onResolve({ filter: /^\.\.\/platform$/ }, ({ resolveDir }) =>
    resolveDir.includes('clipanion')
      ? { path: join(resolveDir, '../platform/browser.js') }
      : undefined,
  )
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
 * it.
 */
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
    // Commands share most of their code, so they stay in main.js. `import()` only delays their
    // execution.
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
