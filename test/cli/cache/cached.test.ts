import { roleArn } from 'aws-stand-in'
import { expect, it } from 'vitest'
import { demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

const config = `[profile plain]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
[profile program]
credential_process = touch was-run
`

const notCached = (target: string) => ({
  stdout: '(exit 1);\n',
  stderr: `assume: no session of ${target} is cached, and --cached makes no calls\n  hint: get one first: assume ${target}\n`,
  exitCode: 1,
  calls: [],
})

it('--cached prints a cached session, and fails without a call if there is none', async () => {
  const testAws = await TestAws.open({ config })
  expect(await testAws.assume(['plain', '--cached'])).toEqual(notCached('plain'))
  const { session } = await testAws.session(['plain'])
  const cached = await testAws.session(['plain', '--cached'])
  expect(cached).toMatchObject({ session, calls: [], stderr: '' })
  await testAws.assume(['cache', 'clear'])
  expect(await testAws.assume(['plain', '--cached'])).toEqual(notCached('plain'))
})

it('--cached asks AWS for no facts that the plan needs, and runs no credential_process', async () => {
  const testAws = await TestAws.open({ config })
  const words = ['Bob', demoRole.name, '123456', '--cached']
  expect(await testAws.assume(words)).toEqual(notCached(`Bob ${demoRole.name}`))
  expect(await testAws.assume(['program', '--cached'])).toEqual(notCached('program'))
})

it('--cached prints the access key of the credentials file', async () => {
  const testAws = await TestAws.open({ config })
  const { session, calls } = await testAws.session(['Bob', '--cached'])
  expect(session.AccessKeyId).toMatch(/^AKIA/)
  expect(calls).toEqual([])
})

it('--cached cannot be used with --refresh', async () => {
  const testAws = await TestAws.open({ config })
  expect(await testAws.assume(['plain', '--cached', '--refresh'])).toMatchObject({
    stdout: '(exit 2);\n',
    exitCode: 2,
  })
})
