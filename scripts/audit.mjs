// Whether the registry knows of a vulnerability in a package that is bundled. It is no part of the
// static checks, since its answer changes while the code does not.
import { readFile } from 'node:fs/promises'
import { $ } from 'zx'
import { packagesIn } from './licences.mjs'

$.quiet = true
const { stdout } = await $({ nothrow: true })`npm audit --json`
const { vulnerabilities, message } = JSON.parse(stdout)
if (!vulnerabilities) throw new Error(`npm audit gave no answer: ${message}`)

const packages = packagesIn(await readFile('dist/THIRD_PARTY_LICENSES', 'utf8'))
const found = packages.flatMap(({ name, version }) => {
  const { severity, via = [] } = vulnerabilities[name] ?? {}
  // `via` names other packages where these alone are vulnerable.
  const reports = via.filter((each) => typeof each === 'object')
  return reports.map(({ title, url, range }) => ({ name, version, severity, title, url, range }))
})
for (const { name, version, severity, title, url, range } of found) {
  console.log(`${severity}: ${name} ${range} (bundled: ${version}): ${title}, ${url}`)
}
console.log(`${packages.length} bundled packages, ${found.length} reports`)
process.exitCode = found.length === 0 ? 0 : 1
