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

function load(name) {
  const filename = join(__dirname, name)
  // The build writes only ASCII, which is faster to read as latin1 than as UTF-8.
  const source = readFileSync(filename, 'latin1')
  // The file name without its folder, because the cache stores the name.
  const script = new Script(Module.wrap(source), {
    filename: name,
    cachedData: cacheOf(filename),
  })
  scripts.set(filename, script)
  const module = { exports: {} }
  script.runInThisContext()(module.exports, requireFrom, module, filename, __dirname)
  return module.exports
}

const loaded = new Map()

/** Loads bundles beside this file through the cache, and other modules through Node. */
function requireFrom(name) {
  if (!name.startsWith('./')) return require(name)
  if (!loaded.has(name)) loaded.set(name, load(name))
  return loaded.get(name)
}

function cacheOf(filename) {
  try {
    return readFileSync(`${filename}.${process.version}.cache`)
  } catch {
    return undefined
  }
}

module.exports = { scripts, done: load('main.js').done }
