// npm run bench                    measures run times, compared with the start of Node and the limits in docs/design.md
// npm run bench -- --compare REV   reports what became slower or faster since a revision
// Both accept `--only ID,ID…`. The bench is not a test, because times on a busy machine are not reliable.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compare } from './compare.mjs'
import { printLimits, timesOf } from './limits.mjs'
import { startStandIn } from './stand-in.mjs'
import { otherPrograms } from './subjects/programs.mjs'
import { subjectsOf } from './subjects.mjs'

const { values } = parseArgs({
  options: { compare: { type: 'string' }, only: { type: 'string' } },
})
const only = values.only?.split(',')
const isWanted = ({ id }) => only === undefined || only.includes(id)

const work = await mkdtemp(join(tmpdir(), 'assume-bench-'))
try {
  const aws = await startStandIn(work)
  const allPassed =
    values.compare === undefined
      ? await checkLimits(aws)
      : await compare({ revision: values.compare, isWanted, aws, work })
  await aws.close()
  process.exitCode = allPassed ? 0 : 1
} finally {
  await rm(work, { recursive: true, force: true })
}

async function checkLimits(aws) {
  const nodeStart = { id: 'node-start', name: 'node -e 0', command: ['node', '-e', '0'], env: {} }
  const [ofNode, ...ofShells] = await subjectsOf({ build: resolve('.'), aws, work })
  const groups = [[...ofNode, ...(await otherPrograms({ aws, work }))], ...ofShells]
  const rows = []
  for (const [index, group] of groups.entries()) {
    const wanted = group.filter(isWanted)
    rows.push(...(await timesOf(index === 0 ? [nodeStart, ...wanted] : wanted, work)))
  }
  printLimits(rows)
  return rows.every(({ failure }) => failure === undefined)
}
