// Bundles the program into dist/. bin.js starts main.js. Each module that the program imports on
// demand, such as a command or an AWS client, becomes a bundle of its own. The format is CommonJS,
// because Node loads it faster than ES modules and V8's code cache supports it (code-cache.mjs).

import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { licences } from '../licences.mjs'
import { bundleOptions } from './bundle-options.mjs'
import { bundleProgram } from './bundle-program.mjs'
import { writeCodeCache } from './code-cache.mjs'

const { source } = JSON.parse(
  await readFile('packages/aws-stand-in/src/service-model/models.json', 'utf8'),
)
const modelNotice = `The constraints of AWS's service models are from ${source}, whose text is above.
Botocore, Copyright 2012-2022 Amazon.com, Inc. or its affiliates. All Rights Reserved.
`

// Programs of their own: the build and the tests load the playground without main.js.
const playground = 'src/demo/playground.ts'

// The new folder replaces dist/ as a whole, so that no process runs a partial build.
const folder = `dist-${process.pid}`
try {
  await mkdir(folder)
  await bundle('src/launcher/launcher.cjs', 'bin.js')
  await writeLaunchers()
  // package.json of the project says "module", but the bundles are CommonJS.
  await writeFile(`${folder}/package.json`, '{ "type": "commonjs" }\n')
  const files = [
    ...(await bundleProgram(folder, [playground])),
    ...(await bundle(playground, 'playground.js')),
  ]
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
  const shell = await readFile('src/launcher/launcher.sh', 'utf8')
  if (shell.includes('*/'))
    throw new Error('src/launcher/launcher.sh ends the comment that it stands in')
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

/** Writes one module with everything that it imports. Returns the files that the bundle contains. */
async function bundle(entry, name) {
  const { metafile } = await build({
    ...bundleOptions,
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
