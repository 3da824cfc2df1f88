import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { demoRole, demoWorld, noMfaRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

const [deploy, deploys] = ['deploy', 'deploys'].map((name) => ({ ...noMfaRole, name })) as [
  typeof noMfaRole,
  typeof noMfaRole,
]
const world = { ...demoWorld, roles: [...demoWorld.roles, deploy, deploys] }
const mistyped = {
  stdout: '(exit 2);\n',
  stderr: `assume: the role "deplyo" looks mistyped, so the MFA code is not sent
  hint: did you mean assume Bob deploy?
  hint: if "deplyo" is right: assume Bob 123456789012:deplyo
`,
  exitCode: 2,
  calls: [],
}

describe('a role name that looks mistyped', () => {
  it.each<readonly [string, readonly string[]]>([
    ['the targets of this shell', ['Bob', 'deploy']],
    ['the cache', ['exec', 'Bob', 'deploy', '--', 'true']],
    ['the cache, by its ARN', ['exec', '--source-profile', 'Bob', roleArn(deploy), '--', 'true']],
  ])('does not use the MFA code if the correct name is known from %s', async (_, words) => {
    const testAws = await TestAws.open({ world })
    expect(await testAws.assume(words)).toMatchObject({ exitCode: 0 })
    expect(await testAws.assume(['Bob', 'deplyo', '123456'])).toEqual(mistyped)
  })

  it('does not use the MFA code if the correct name is known only from learned facts', async () => {
    const testAws = await TestAws.open({ world })
    await testAws.session(['Bob', 'deploy', '--duration', 'max'])
    const words = ['cache', 'clear', 'Bob deploy']
    expect(await testAws.assume(words)).toMatchObject({ exitCode: 0 })
    expect(await testAws.assume(['Bob', 'deplyo', '123456'])).toMatchObject({ exitCode: 2 })
  })

  it('is accepted with its account, or if AWS granted the role before', async () => {
    const testAws = await TestAws.open({ world })
    await testAws.session(['Bob', 'deploy'])
    expect(await testAws.assume(['Bob', 'deploys', '123456'])).toMatchObject({ exitCode: 2 })
    const account = ['Bob', '123456789012:deploys']
    expect(await testAws.assume([...account, '123456'])).toMatchObject({ exitCode: 0 })
    await testAws.assume(['cache', 'clear'])
    await testAws.session(['Bob', 'deploy'])
    // AWS grants the role without a code, and assume remembers that.
    await testAws.session(['Bob', 'deploys'])
    await testAws.assume(['cache', 'clear', 'Bob deploys'])
    const again = await testAws.assume(['Bob', 'deploys', '123457'])
    expect(again).toMatchObject({ exitCode: 0 })
  })
})

it('USER ROLE works if a profile has the same name as the role', async () => {
  const config = `[profile ${demoRole.name}]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
`
  const testAws = await TestAws.open({ config })
  const { calls } = await testAws.session(['Bob', demoRole.name, '123456'])
  expect(calls).toMatchObject([{ action: 'GetSessionToken' }, { action: 'AssumeRole' }])
})
