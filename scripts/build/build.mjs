// Bundles the program into dist/. bin.js starts main.js. Each module that the program imports on
// demand, such as a command or an AWS client, becomes a bundle of its own. The format is CommonJS,
// because Node loads it faster than ES modules and V8's code cache supports it (code-cache.mjs).

import { createHash } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { licences } from '../licences.mjs'
import { bundleOptions } from './bundle-options.mjs'
import { bundleProgram, wrapped } from './bundle-program.mjs'
import { writeCodeCache } from './code-cache.mjs'

const { source } = JSON.parse(
  await readFile('packages/aws-stand-in/src/service-model/models.json', 'utf8'),
)
const modelNotice = `The constraints of AWS's service models are from ${source}, whose text is above.
Botocore, Copyright 2012-2022 Amazon.com, Inc. or its affiliates. All Rights Reserved.
`

// The build itself loads the playground, without main.js.
const playground = 'src/demo/playground.ts'

/** The last characters of a file with compiled code. */
const endMark = 'end of assume code'

// The new folder replaces dist/ as a whole, so that no process runs a partial build.
const folder = `dist-${process.pid}`
try {
  await mkdir(folder)
  // package.json of the project says "module", but the bundles are CommonJS.
  await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n')
  const files = [
    ...(await bundleProgram(folder, [playground])),
    ...(await bundle(playground, 'playground.js')),
  ]
  await wrapPlayground()
  await writeLaunchers()
  await writeFile(`${folder}/words`, await completionWords())
  const notice = `${await licences(packagesOf(files))}\n${modelNotice}`
  await writeFile(`${folder}/THIRD_PARTY_LICENSES`, notice)
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
async function writeLaunchers() {
  const define = {
    ...bundleOptions.define,
    __BUILD__: JSON.stringify(await hashOfBundles()),
    __END_MARK__: JSON.stringify(endMark),
  }
  await bundle('src/launcher/launcher.cjs', 'bin.js', { define })
  // The launcher loads it when main.js has ended, so it shares no bundle with main.js.
  await bundle('src/launcher/save-code.ts', 'save-code.js')
  const shell = await readFile('src/launcher/launcher.sh', 'utf8')
  if (shell.includes('*/'))
    throw new Error('src/launcher/launcher.sh ends the comment that it stands in')
  const javaScript = await readFile(`${folder}/bin.js`, 'utf8')
  const start = ['#!/bin/sh', "':' /*", 'set -- node "$0" "$@"', shell, '*/', ''].join('\n')
  await writeFile(`${folder}/bin.js`, start + javaScript)
  await chmod(`${folder}/bin.js`, 0o755)
  await writeFile(`${folder}/launcher.sh`, shell)
}

async function wrapPlayground() {
  const path = `${folder}/playground.js`
  await writeFile(path, wrapped(await readFile(path, 'utf8')))
}

/** Compiled code belongs to exactly these bundles. */
async function hashOfBundles() {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder)).sort()) {
    hash.update(name).update(await readFile(join(folder, name)))
  }
  return hash.digest('hex').slice(0, 16)
}

/** Returns the completion words of the wrappers, which the commands define. */
async function completionWords() {
  const name = 'completion-words.js'
  await bundle('src/cli/completion-words.ts', name, {
    plugins: [...bundleOptions.plugins, { name: 'commands-only', setup: commandsOnly }],
  })
  const { completionWords: words } = createRequire(import.meta.url)(resolve(folder, name))
  await rm(join(folder, name))
  return words()
}

/** Leaves out what a command imports when it runs, such as an AWS client. The words need only its options. */
function commandsOnly({ onResolve }) {
  onResolve({ filter: /./ }, ({ kind, importer }) =>
    kind === 'dynamic-import' && !importer.endsWith('/src/commands/index.ts')
      ? { external: true }
      : undefined,
  )
}

/** Writes one module with everything that it imports. Returns the files that the bundle contains. */
async function bundle(entry, name, options = {}) {
  const { metafile } = await build({
    ...bundleOptions,
    ...options,
    entryPoints: [entry],
    outfile: `${folder}/${name}`,
    format: 'cjs',
    metafile: true,
  })
  // `metafile.inputs` also contains files that esbuild has read but not included.
  return Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs))
}

function packagesOf(files) {
  const folders = files.map((file) => /.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
  return new Set(folders.filter((folder) => folder !== undefined))
}
