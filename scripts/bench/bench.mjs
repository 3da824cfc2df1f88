// npm run bench                    measures run times, compared with the start of Node and the limits in docs/design.md
// npm run bench -- --compare REV   reports what became slower or faster since a revision
// Both accept `--only ID,ID…`, and `--node VERSION,…` with paths or major versions of Node.js, which npm
// installs, to measure the programs with these too. The bench is not a test, because times on a busy machine are not reliable.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compare } from './compare.mjs'
import { printLimits, timesOf } from './limits.mjs'
import { nodesOf } from './nodes.mjs'
import { startStandIn } from './stand-in.mjs'
import { subjectsOf } from './subjects.mjs'

const { values } = parseArgs({
  options: { compare: { type: 'string' }, only: { type: 'string' }, node: { type: 'string' } },
})
const only = values.only?.split(',')
const isWanted = ({ id }) => only === undefined || only.includes(id)

const work = await mkdtemp(join(tmpdir(), 'assume-bench-'))
try {
  const aws = await startStandIn(work)
  const nodes = await nodesOf(values.node?.split(',') ?? [], work)
  const allPassed =
    values.compare === undefined
      ? await checkLimits(aws, nodes)
      : await compare({ revision: values.compare, isWanted, aws, nodes, work })
  await aws.close()
  process.exitCode = allPassed ? 0 : 1
} finally {
  await rm(work, { recursive: true, force: true })
}

async function checkLimits(aws, nodes) {
  const groups = []
  for (const group of await subjectsOf({ build: resolve('.'), aws, nodes, work })) {
    const isStart = ({ id }) => id.endsWith('node-start')
    const wanted = group.filter((subject) => isStart(subject) || isWanted(subject))
    if (wanted.some(isWanted)) groups.push(await timesOf(wanted, work))
  }
  printLimits(groups)
  return groups.flat().every(({ failure }) => failure === undefined)
}
