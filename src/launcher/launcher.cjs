'use strict'
// Starts main.js beside this file. Compiling the bundles takes longer than running them, so V8 gets the code
// that the build or an earlier run has compiled: docs/design.md, "Compiled code". V8 rejects code of other
// flags and of most other versions of Node.js, but not of all: Node.js 20.19 accepts code of 20.20 and fails.
// So the names contain the version.
const { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } = require('node:fs')
const { Script } = require('node:vm')

const userId = process.getuid?.()
const folder = codeFolder()
// The build defines both constants: a hash of the bundles, and the last characters of each file.
const prefix = `${folder}/${process.version}-${process.arch}-${__BUILD__}.`
const endMark = __END_MARK__

/** The bundles of this run that V8 had to compile, by name. */
const compiled = new Map()
const modules = new Map()

/** Loads a bundle beside this file, and any other module through Node. */
function load(name) {
  if (!name.startsWith('./')) return require(name)
  const existing = modules.get(name)
  if (existing) return existing.exports
  const file = name.slice(2)
  const path = `${__dirname}/${file}`
  const ofBuild = contents(`${path}.${process.version}.cache`)
  const cachedData = ofBuild ?? (folder && ownCode(`${prefix}${file}`))
  // The build writes only ASCII, which is faster to read as latin1 than as UTF-8. The name has no folder,
  // because the compiled code contains it.
  const script = new Script(readFileSync(path, 'latin1'), { filename: file, cachedData })
  if (!ofBuild && script.cachedDataRejected !== false) compiled.set(file, script)
  const module = { exports: {} }
  modules.set(name, module)
  script.runInThisContext()(module.exports, load, module, path, __dirname)
  return module.exports
}

function contents(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/**
 * Compiled code that only this user can have written. The end mark shows that the file is complete: V8 crashes
 * if a power failure has left zeros at the end.
 */
function ownCode(path) {
  let file
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const { uid, mode } = fstatSync(file)
    const isOurs = uid === userId && (mode & 0o170077) === constants.S_IFREG
    const code = isOurs ? readFileSync(file) : undefined
    return code?.toString('latin1', code.length - endMark.length) === endMark ? code : undefined
  } catch {
    return undefined
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

/**
 * The folder of compiled code. If it exists, it belongs to this user, and nobody else can write to it. With
 * `sudo` that keeps HOME, it belongs to another user, whose code must not run as root. XDG_CACHE_HOME does not
 * count: a project can set it and contain such a folder.
 */
function codeFolder() {
  const { HOME } = process.env
  if (userId === undefined || !HOME?.startsWith('/')) return undefined
  const path = `${HOME}/.cache/assume/code`
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    const isOurs = stats?.isDirectory() && stats.uid === userId && (stats.mode & 0o077) === 0
    return stats === undefined || isOurs ? path : undefined
  } catch {
    return undefined
  }
}

// Another run, such as `assume --version`, leaves most of main.js uncompiled. bin.ts emits the event.
let hasSession = false
process.once('assume:session', () => {
  hasSession = true
})
process.on('exit', () => {
  if (!hasSession) compiled.delete('main.js')
  if (!folder || compiled.size === 0) return
  try {
    const { saveCode } = require(`${__dirname}/save-code.js`)
    saveCode({ compiled, folder, prefix, endMark, userId })
  } catch {
    // The next run compiles the bundles again.
  }
})

load('./main.js')
