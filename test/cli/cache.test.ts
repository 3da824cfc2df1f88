import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../src/demo/fixture.ts'
import { expectClean, Scene } from '../support/scene.ts'

const config = `[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
`

describe('assume cache', () => {
  it('lists what is cached, and no key of it', async () => {
    const scene = await Scene.open({ config })
    const folder = `${scene.home.path}/.cache/assume/sessions`
    const none = {
      stdout: `no session is cached in ${folder}\n`,
      stderr: '',
      exitCode: 0,
      calls: [],
    }
    expect(await scene.assume(['cache'])).toEqual(none)
    await scene.assume(['plain'])
    await scene.assume(['Bob', demoRole.name, '123456'])
    const { stdout, calls } = await scene.assume(['cache', 'list'])
    expect(calls).toEqual([])
    expect(stdout.split('\n').toSorted()).toEqual([
      '',
      '-  MFA session  of profile "Bob"  3 h 59 min left',
      `aws-cli-test-iam-role  ${roleArn(demoRole)}  of profile "Bob"  59 min left`,
      `plain  ${roleArn(noMfaRole)}  of profile "Bob"  59 min left`,
    ])
    const json = await scene.assume(['cache', 'list', '--format', 'json'])
    expectClean(json.stdout)
    expect(JSON.parse(json.stdout)).toMatchObject({
      folder: `${scene.home.path}/.cache/assume`,
      sessions: [{ keysOf: 'profile "Bob"' }, {}, {}],
    })
  })

  it('clears the sessions of one target, or all', async () => {
    const scene = await Scene.open({ config })
    await scene.assume(['plain'])
    await scene.assume(['Bob', demoRole.name, '123456'])
    expect(await scene.assume(['cache', 'clear', 'plain'])).toMatchObject({
      stdout: '1 session cleared\n',
      exitCode: 0,
    })
    expect((await scene.assume(['plain'])).calls).toHaveLength(1)
    expect((await scene.assume(['Bob', demoRole.name])).calls).toEqual([])
    expect(await scene.assume(['cache', 'clear', 'Bob', demoRole.name])).toMatchObject({
      stdout: '2 sessions cleared\n',
    })
    expect(await scene.assume(['cache', 'clear', 'nobody'])).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/^assume: no session of "nobody" is cached\n/),
      exitCode: 1,
    })
    expect((await scene.assume(['cache', 'clear'])).stdout).toBe(
      'all sessions on disk are cleared\n',
    )
    expect((await scene.assume(['plain'])).calls).toHaveLength(1)
  })

  it.each([
    ['purge'],
    ['list', 'plain'],
    ['list', '--format', 'yaml'],
    ['clear', '--format', 'json'],
  ])('refuses %j %j %j', async (...words) => {
    const scene = await Scene.open({ config })
    expect(await scene.assume(['cache', ...words])).toMatchObject({ stdout: '', exitCode: 2 })
  })
})
