import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { expectClean, TestAws } from '../../support/test-aws.ts'

const config = `[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
`

describe('assume cache', () => {
  it('lists the cached sessions, without their credentials', async () => {
    const testAws = await TestAws.open({ config })
    const folder = `${testAws.home.path}/.cache/assume/sessions`
    const none = {
      stdout: `no session is cached in ${folder}\n`,
      stderr: '',
      exitCode: 0,
      calls: [],
    }
    expect(await testAws.assume(['cache'])).toEqual(none)
    await testAws.assume(['plain'])
    await testAws.assume(['Bob', demoRole.name, '123456'])
    const { stdout, calls } = await testAws.assume(['cache', 'list'])
    expect(calls).toEqual([])
    expect(stdout.split('\n').toSorted()).toEqual([
      '',
      '-  MFA session  of profile "Bob"  3 h 59 min left',
      `aws-cli-test-iam-role  ${roleArn(demoRole)}  of profile "Bob"  59 min left`,
      `plain  ${roleArn(noMfaRole)}  of profile "Bob"  59 min left`,
    ])
    const json = await testAws.assume(['cache', 'list', '--format', 'json'])
    expectClean(json.stdout)
    expect(JSON.parse(json.stdout)).toMatchObject({
      folder: `${testAws.home.path}/.cache/assume`,
      sessions: [{ keysOf: 'profile "Bob"' }, {}, {}],
    })
  })

  it('clears the sessions of one target, or all', async () => {
    const testAws = await TestAws.open({ config })
    await testAws.assume(['plain'])
    await testAws.assume(['Bob', demoRole.name, '123456'])
    expect(await testAws.assume(['cache', 'clear', 'plain'])).toMatchObject({
      stdout: '1 session cleared\n',
      exitCode: 0,
    })
    expect((await testAws.assume(['plain'])).calls).toHaveLength(1)
    expect((await testAws.assume(['Bob', demoRole.name])).calls).toEqual([])
    expect(await testAws.assume(['cache', 'clear', 'Bob', demoRole.name])).toMatchObject({
      stdout: '2 sessions cleared\n',
    })
    expect(await testAws.assume(['cache', 'clear', 'nobody'])).toMatchObject({
      stdout: '',
      stderr: expect.stringMatching(/^assume: no session of "nobody" is cached\n/),
      exitCode: 1,
    })
    expect((await testAws.assume(['cache', 'clear'])).stdout).toBe(
      'all sessions on disk are cleared\n',
    )
    expect((await testAws.assume(['plain'])).calls).toHaveLength(1)
  })

  it.each([
    ['purge'],
    ['list', 'plain'],
    ['list', '--format', 'yaml'],
    ['clear', '--format', 'json'],
  ])('refuses %j %j %j', async (...words) => {
    const testAws = await TestAws.open({ config })
    expect(await testAws.assume(['cache', ...words])).toMatchObject({ stdout: '', exitCode: 2 })
  })
})
