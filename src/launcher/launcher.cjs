'use strict'
// Starts main.js beside this file. Compiling it and the AWS SDK takes longer than running them, so V8's
// code cache is used if the build has written one (NAME.VERSION.cache, for that version of Node.js). V8
// rejects a cache of other flags and of most other versions, but not of all: Node.js 20.19 accepts a cache
// of 20.20 and fails. Bundles and caches must be replaced together.
const { readFileSync } = require('node:fs')
const Module = require('node:module')
const { join } = require('node:path')
const { Script } = require('node:vm')

const scripts = new Map()
const modules = new Map()

/** Loads a bundle beside this file through the cache, and any other module through Node. */
function load(name) {
  if (!name.startsWith('./')) return require(name)
  const existing = modules.get(name)
  if (existing) return existing.exports
  const filename = join(__dirname, name)
  // The build writes only ASCII, which is faster to read as latin1 than as UTF-8.
  const source = readFileSync(filename, 'latin1')
  const script = new Script(Module.wrap(source), {
    // Without the folder, because the cache contains the name.
    filename: name.slice(2),
    cachedData: cacheOf(filename),
  })
  scripts.set(filename, script)
  const module = { exports: {} }
  modules.set(name, module)
  script.runInThisContext()(module.exports, load, module, filename, __dirname)
  return module.exports
}

function cacheOf(filename) {
  try {
    return readFileSync(`${filename}.${process.version}.cache`)
  } catch {
    return undefined
  }
}

module.exports = { scripts }
load('./main.js')
