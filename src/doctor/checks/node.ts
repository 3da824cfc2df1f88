import type { Check } from '../check-context.ts'
import { type Finding, ok } from '../finding.ts'

/** The minimum version, as in `engines` of package.json. */
const oldest = [20, 19]

export const node: Check = {
  title: 'Node.js',
  look: ({ context: { nodeVersion, program } }) => [nodeFinding(nodeVersion, program.node)],
}

function nodeFinding(version: string, path: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = oldest
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) {
    return ok('node', `Node.js ${version}, ${path}`)
  }
  return {
    id: 'node-too-old',
    severity: 'broken',
    what: `Node.js is ${version}, ${path}`,
    why: `assume needs ${oldest.join('.')} or later`,
    hints: ['install a newer Node.js, then run install.sh again: https://nodejs.org'],
  }
}
