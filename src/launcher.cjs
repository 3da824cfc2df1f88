'use strict'
// Starts main.js, which lies beside this file. Compiling it and the AWS SDK takes longer than all
// they do, so they are taken from V8's code cache where the build has left one (NAME.VERSION.cache, for
// that version of Node.js). V8 refuses that of other flags and of most other versions, but not of all:
// Node.js 20.19 takes what 20.20 has left, and fails. Bundles and caches are only replaced together.
const { readFileSync } = require('node:fs')
const Module = require('node:module')
const { join } = require('node:path')
const { Script } = require('node:vm')

const scripts = new Map()

function load(name) {
  const filename = join(__dirname, name)
  // The build writes ASCII alone, which takes less to read than UTF-8.
  const source = readFileSync(filename, 'latin1')
  // Its name alone, since the cache keeps the one it was made with.
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

/** Bundles beside this file come through the cache, all else through Node. */
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
