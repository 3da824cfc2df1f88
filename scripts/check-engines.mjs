// Each bundled package and each package of the tests has to run on the oldest version of Node.js that
// package.json names.
import { readFile } from 'node:fs/promises'
import semver from 'semver'

const { engines } = JSON.parse(await readFile('package.json', 'utf8'))
const oldest = semver.minVersion(engines.node)
const { packages } = JSON.parse(await readFile('package-lock.json', 'utf8'))
const unsupported = Object.entries(packages).filter(
  ([, { engines, optional }]) =>
    engines?.node !== undefined && !optional && !semver.satisfies(oldest, engines.node),
)
for (const [path, { version, engines }] of unsupported) {
  console.log(`${path} ${version} needs Node.js ${engines.node}, and package.json allows ${oldest}`)
}
process.exitCode = unsupported.length === 0 ? 0 : 1
