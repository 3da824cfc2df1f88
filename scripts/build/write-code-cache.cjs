// Loaded into the program by code-cache.mjs. Writes the code that V8 has compiled when the program
// ends.
const { writeFileSync } = require('node:fs')

process.on('exit', () => {
  const { scripts } = require(process.argv[1])
  for (const [filename, script] of scripts) {
    writeFileSync(`${filename}.${process.version}.cache`, script.createCachedData())
  }
})
