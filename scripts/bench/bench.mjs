// npm run bench                    how long people wait, beside Node's own start and the limits in docs/design.md
// npm run bench -- --compare REV   what got slower or faster since a revision
// Either takes `--only ID,ID…`. It is no test: times from a busy machine say little.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { compare } from './compare.mjs'
import { printLimits, timesOf } from './limits.mjs'
import { startStandIn } from './stand-in.mjs'
import { others } from './subjects/programs.mjs'
import { subjectsOf } from './subjects.mjs'

const { values } = parseArgs({
  options: { compare: { type: 'string' }, only: { type: 'string' } },
})
const only = values.only?.split(',')
const isWanted = ({ id }) => only === undefined || only.includes(id)

const work = await mkdtemp(join(tmpdir(), 'assume-bench-'))
try {
  const aws = await startStandIn(work)
  const isGood =
    values.compare === undefined
      ? await checkLimits(aws)
      : await compare({ revision: values.compare, isWanted, aws, work })
  await aws.close()
  process.exitCode = isGood ? 0 : 1
} finally {
  await rm(work, { recursive: true, force: true })
}

async function checkLimits(aws) {
  const floor = { id: 'floor', name: 'node -e 0', command: ['node', '-e', '0'], env: {} }
  const [ofNode, ...ofShells] = await subjectsOf({ build: resolve('.'), aws, work })
  const groups = [[...ofNode, ...(await others({ aws, work }))], ...ofShells]
  const rows = []
  for (const [index, group] of groups.entries()) {
    const wanted = group.filter(isWanted)
    rows.push(...(await timesOf(index === 0 ? [floor, ...wanted] : wanted, work)))
  }
  printLimits(rows)
  return rows.every(({ failure }) => failure === undefined)
}
