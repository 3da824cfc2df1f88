import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { services } from '../../src/query/services.ts'
import models from '../../src/service-model/models.json' with { type: 'json' }
import { unsignedOperations } from '../../src/sts/operations.ts'
import { validInputs } from './valid-inputs.ts'

const modelled = Object.entries(models.services).flatMap(([service, { operations }]) =>
  Object.keys(operations).map((operation) => `${service} ${operation}`),
)

/** The installed version. Other versions have other models. */
const botocore = spawnSync('python3', ['-c', 'import botocore; print(botocore.__version__)'], {
  encoding: 'utf8',
}).stdout?.trim()

describe('the service models of the stand-in', () => {
  it('have every operation that the stand-in supports, and each has a valid request in the tests', () => {
    const answered = [...services.values()].flatMap(({ name, operations }) =>
      [...operations.keys()].map((operation) => `${name} ${operation}`),
    )
    const unsigned = [...unsignedOperations.keys()].map((operation) => `sts ${operation}`)
    expect(modelled).toEqual(expect.arrayContaining([...answered, ...unsigned]))
    expect(Object.keys(validInputs).sort()).toEqual([...modelled].sort())
  })

  const title = `are those of botocore: ${botocore || 'none'} is here, the file is from ${models.source}`
  it.skipIf(!models.source.startsWith(`botocore ${botocore},`))(title, async () => {
    const { stdout } = await execa('python3', ['scripts/service-models.py', '--print'])
    expect(`${stdout}\n`).toBe(
      readFileSync('packages/aws-stand-in/src/service-model/models.json', 'utf8'),
    )
  })
})
