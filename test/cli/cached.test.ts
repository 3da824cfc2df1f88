import { roleArn } from 'aws-stand-in'
import { expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../src/demo/fixture.ts'
import { Scene } from '../support/scene.ts'

const config = `[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
[profile program]
credential_process = touch was-run
`

const notCached = (target: string) => ({
  stdout: '(exit 1);\n',
  stderr: `assume: no session of ${target} is cached, and --cached asks nobody for one\n  hint: take it first: assume ${target}\n`,
  exitCode: 1,
  calls: [],
})

it('gives what is cached, and calls nobody for what is not', async () => {
  const scene = await Scene.open({ config })
  expect(await scene.assume(['plain', '--cached'])).toEqual(notCached('plain'))
  const { session } = await scene.session(['plain'])
  const cached = await scene.session(['plain', '--cached'])
  expect(cached).toMatchObject({ session, calls: [], stderr: '' })
  await scene.assume(['cache', 'clear'])
  expect(await scene.assume(['plain', '--cached'])).toEqual(notCached('plain'))
})

it('asks AWS nothing that a plan would need to know, and runs no program', async () => {
  const scene = await Scene.open({ config })
  const words = ['Bob', demoRole.name, '123456', '--cached']
  expect(await scene.assume(words)).toEqual(notCached(`Bob ${demoRole.name}`))
  expect(await scene.assume(['program', '--cached'])).toEqual(notCached('program'))
})

it('gives keys that stand in a file', async () => {
  const scene = await Scene.open({ config })
  const { session, calls } = await scene.session(['Bob', '--cached'])
  expect(session.AccessKeyId).toMatch(/^AKIA/)
  expect(calls).toEqual([])
})

it('goes with no --refresh', async () => {
  const scene = await Scene.open({ config })
  expect(await scene.assume(['plain', '--cached', '--refresh'])).toMatchObject({
    stdout: '(exit 2);\n',
    exitCode: 2,
  })
})
