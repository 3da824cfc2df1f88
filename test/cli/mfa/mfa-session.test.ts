import { refuse, roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { far, near, onMachine } from '../../support/aws/metadata-machine.ts'
import { TestAws } from '../../support/test-aws.ts'

const serial = 'arn:aws:iam::123456789012:mfa/Bob'

const config = `[profile one]
role_arn = ${roleArn(demoRole)}
source_profile = Bob
mfa_serial = ${serial}
[profile two]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
mfa_serial = ${serial}
`

const actions = (calls: readonly { readonly action?: string }[]) =>
  calls.map(({ action }) => action)

it('one MFA code is enough for several roles and for the user session', async () => {
  const testAws = await TestAws.open({ config })
  const first = await testAws.session(['one', '123456'])
  expect(actions(first.calls)).toEqual(['GetSessionToken', 'AssumeRole'])
  expect(first.calls[0]).toMatchObject({ TokenCode: '123456', DurationSeconds: '14400' })
  expect(first.calls[1]).not.toHaveProperty('TokenCode')
  expect(first.stderr).toBe(
    'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n',
  )
  const second = await testAws.session(['two'])
  expect(actions(second.calls)).toEqual(['AssumeRole'])
  expect(second.stderr).toBe('')
  const again = await testAws.session(['one'])
  expect(again.calls).toEqual([])
  expect(again.session).toEqual(first.session)
  const user = await testAws.session(['Bob', '123456'])
  expect(actions(user.calls)).toEqual(['GetCallerIdentity'])
  expect((await testAws.session(['Bob', '123456'])).calls).toEqual([])
})

describe('a cached session that AWS no longer accepts', () => {
  const [key] = bob.accessKeys
  const plain = `${config}[profile plain]\nrole_arn = ${roleArn(noMfaRole)}\nsource_profile = Bob\n`
  const unknown = refuse(
    'InvalidClientTokenId',
    403,
    'The security token included in the request is invalid.',
  )
  const dropped =
    'assume: AWS does not know the cached session any more (MFA session): it is not used again\n'

  it.each([
    ['has expired', 'ExpiredToken'],
    ['is unknown to AWS', 'InvalidClientTokenId'],
  ])('is not used if it %s; assume uses the access key of the user', async (_, code) => {
    const testAws = await TestAws.open({ config: plain })
    await testAws.session(['one', '123456'])
    if (code === 'ExpiredToken') testAws.aws.expireSessions()
    else testAws.aws.faults.next = [unknown]
    const { stderr, calls } = await testAws.session(['plain'])
    expect(actions(calls)).toEqual(['AssumeRole', 'AssumeRole'])
    expect(calls[0]?.by).not.toBe(key?.accessKeyId)
    expect(calls[1]?.by).toBe(key?.accessKeyId)
    expect(stderr).toBe(dropped)
    const refreshed = await testAws.session(['plain', '--refresh'])
    expect(refreshed.calls).toMatchObject([{ action: 'AssumeRole', by: key?.accessKeyId }])
    expect(refreshed.stderr).toBe('')
  })

  it('is replaced with another code if the profile names an MFA device', async () => {
    const testAws = await TestAws.open({ config: plain })
    await testAws.session(['one', '123456'])
    testAws.aws.expireSessions()
    const { stderr, calls } = await testAws.session(['two', '123457'])
    expect(actions(calls)).toEqual(['AssumeRole', 'GetSessionToken', 'AssumeRole'])
    expect(stderr).toContain(dropped)
  })

  it('leads to the error of AWS if assume cannot ask for another code', async () => {
    const testAws = await TestAws.open({ config: plain })
    await testAws.session(['one', '123456'])
    testAws.aws.expireSessions()
    const { stderr, exitCode } = await testAws.assume(['two'])
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`AssumeRole of ${roleArn(noMfaRole)} failed: `)
    expect(stderr).toContain('(ExpiredToken)\n')
    expect(stderr).toContain('  hint: a second try, with an MFA code: ')
  })

  it('stays cached if AWS does not accept the access key of the user either', async () => {
    const testAws = await TestAws.open({ config: plain })
    await testAws.session(['one', '123456'])
    testAws.aws.faults.next = [unknown, unknown]
    const { stderr, exitCode, calls } = await testAws.assume(['plain'])
    expect({ exitCode, calls: calls.length }).toEqual({ exitCode: 1, calls: 2 })
    expect(stderr).toContain(`the key ${key?.accessKeyId} of profile "Bob" was deleted`)
    const again = await testAws.session(['plain'])
    expect(again.stderr).toBe('')
    expect(again.calls[0]?.by).not.toBe(key?.accessKeyId)
  })

  it('is also renewed if it is the session of a source role', async () => {
    const { testAws, env } = await onMachine('EcsContainer')
    await testAws.session(['far'], { env })
    testAws.aws.expireSessions()
    const { stderr, calls } = await testAws.session(['far', '--refresh'], { env })
    expect(calls).toMatchObject([
      { RoleArn: roleArn(far) },
      { RoleArn: roleArn(near) },
      { RoleArn: roleArn(far) },
    ])
    expect(stderr).toContain(`the cached session any more (${roleArn(near)})`)
  })
})
