// Reports the known vulnerabilities of bundled packages. It is not one of the static checks,
// because its result changes while the code stays the same.
import { readFile } from 'node:fs/promises'
import { $ } from 'zx'
import { packagesIn } from './licences.mjs'

$.quiet = true
const { stdout } = await $({ nothrow: true })`npm audit --json`
const { vulnerabilities, message } = JSON.parse(stdout)
if (!vulnerabilities) throw new Error(`npm audit failed: ${message}`)

const packages = packagesIn(await readFile('dist/THIRD_PARTY_LICENSES', 'utf8'))
const found = packages.flatMap(({ name, version }) => {
  const { severity, via = [] } = vulnerabilities[name] ?? {}
  // `via` contains the names of other packages if only those are vulnerable.
  const reports = via.filter((each) => typeof each === 'object')
  return reports.map(({ title, url, range }) => ({ name, version, severity, title, url, range }))
})
for (const { name, version, severity, title, url, range } of found) {
  console.log(`${severity}: ${name} ${range} (bundled: ${version}): ${title}, ${url}`)
}
console.log(`${packages.length} bundled packages, ${found.length} reports`)
process.exitCode = found.length === 0 ? 0 : 1
