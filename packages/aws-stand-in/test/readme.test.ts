import { spawnSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import example from '../example/world.json' with { type: 'json' }
import { awsPolicies } from '../src/iam/evaluation/managed-policies.ts'
import models from '../src/service-model/models.json' with { type: 'json' }
import { parseWorld } from '../src/state/parse-world.ts'

const root = join(import.meta.dirname, '..')
const text = readFileSync(join(root, 'README.md'), 'utf8')
const noBoto3 = spawnSync('python3', ['-c', 'import boto3']).status !== 0

describe('the README', () => {
  let project: string

  /** Creates a project with the package and the AWS SDK installed. */
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'stand-in-readme-'))
    const modules = join(project, 'node_modules')
    mkdirSync(join(modules, '.bin'), { recursive: true })
    symlinkSync(root, join(modules, 'aws-stand-in'))
    symlinkSync('../aws-stand-in/dist/cli.js', join(modules, '.bin/aws-stand-in'))
    symlinkSync(join(root, '../../node_modules/@aws-sdk'), join(modules, '@aws-sdk'))
  })
  afterAll(() => rmSync(project, { recursive: true, force: true }))

  const sample = (language: string) => {
    const [code, ...more] = [
      ...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms')),
    ]
    expect(more).toEqual([])
    return code?.[1] ?? ''
  }

  it('has a Node.js test that passes unchanged', async () => {
    writeFileSync(join(project, 'sts.test.mjs'), sample('js'))
    const { stdout } = await execa(process.execPath, ['--test', '--test-reporter=tap'], {
      cwd: project,
      // With this variable, Node 20 does not run tests in a child process.
      env: { NODE_TEST_CONTEXT: undefined },
    })
    expect(stdout).toContain('ok 1 - alice assumes the role reader')
    expect(stdout).toContain('# pass 1')
  })

  it.skipIf(noBoto3)('has a Python test that passes unchanged', async () => {
    writeFileSync(join(project, 'test_sts.py'), sample('python'))
    const { stderr } = await execa('python3', ['-W', 'error::ResourceWarning', 'test_sts.py'], {
      cwd: project,
    })
    expect(stderr).toMatch(/^Ran 1 test in .*\n\nOK$/m)
  })

  it('names exactly the supported operations', () => {
    const all = Object.values(models.services).flatMap(({ operations }) => Object.keys(operations))
    const [, table = ''] = /## Operations and endpoints\n(.*?)\n## /s.exec(text) ?? []
    const named = [...table.matchAll(/`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)`/g)].map(
      ([, name]) => name,
    )
    expect(named.sort()).toEqual(all.sort())
  })

  it('describes each part of the world, and the example world is valid', () => {
    const world = parseWorld(example)
    expect(world.users.map(({ name }) => name)).toEqual(['alice'])
    for (const part of Object.keys(example)) expect(text).toContain(`| \`${part}\` |`)
    expect(awsPolicies('aws')).toHaveLength(10)
  })

  it('is in the package, with the example and the licence', () => {
    expect(readdirSync(root)).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'example']))
  })
})
