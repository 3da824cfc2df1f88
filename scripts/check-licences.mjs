// Verifies that every bundled package has an accepted licence and that its licence text is
// distributed.
import { readFile } from 'node:fs/promises'
import { packagesIn } from './licences.mjs'

/** These licences require only that their text is distributed. */
const accepted = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'])

const packages = packagesIn(await readFile('dist/THIRD_PARTY_LICENSES', 'utf8'))
const complaints = packages.flatMap(({ name, version, license, hasText }) => [
  ...(accepted.has(license) ? [] : [`${name} ${version} has the licence ${license}`]),
  ...(hasText ? [] : [`${name} ${version} comes without the text of its licence`]),
])
for (const complaint of complaints) console.log(complaint)
process.exitCode = packages.length > 0 && complaints.length === 0 ? 0 : 1
