// Loaded into a run of Node.js: writes its largest resident memory in megabytes.
const { writeFileSync } = require('node:fs')

process.on('exit', () => {
  writeFileSync(process.env.PEAK_MEMORY, `${process.resourceUsage().maxRSS / 1024}`)
})
