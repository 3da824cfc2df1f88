import { type Role, roleArn, type User, userArn, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { alice, bob, demoRole, demoWorld } from '../../../src/demo/fixture.ts'
import { changeCached, leftovers } from '../../support/cache-files.ts'
import { roleProfile, serial } from '../../support/profiles.ts'
import { captured } from '../../support/terminal/dialogue.ts'
import { onTerminal } from '../../support/terminal/on-terminal.ts'
import { TestAws } from '../../support/test-aws.ts'

const question = `MFA code for ${serial}: `
const oneCode = 'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h\n'

/** A role that requires an MFA code of the last minute. */
const freshRole: Role = {
  account: bob.account,
  name: 'fresh',
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: userArn(bob) },
      Action: 'sts:AssumeRole',
      Condition: { NumericLessThan: { 'aws:MultiFactorAuthAge': '60' } },
    },
  },
}

/** Bob, with a policy that denies him MFA sessions. */
const denied: User = {
  ...bob,
  policies: {
    ...bob.policies,
    'no-session': {
      Statement: { Effect: 'Deny', Action: 'sts:GetSessionToken', Resource: '*' },
    },
  },
}

const profile = (name: string, role: Role) => roleProfile(name, role, `mfa_serial = ${serial}`)

const config = profile('usual', demoRole) + profile('fresh', freshRole)

/** The parameters that send a code. Each code works once. */
const withCode = (TokenCode: string) => ({ SerialNumber: serial, TokenCode })
const sessionCall = { DurationSeconds: '14400', ...withCode('123456') }
const roleCall = (role: Role) => ({ RoleArn: roleArn(role), RoleSessionName: 'Bob' })

/** Bob has an MFA session that is two minutes old, for the cache and for the stand-in. */
async function withOldSession() {
  let later = 0
  const world: World = { ...demoWorld, roles: [...demoWorld.roles, freshRole] }
  const testAws = await TestAws.open({ world, config, now: () => new Date(Date.now() + later) })
  await testAws.session(['usual', '123456'])
  later = 120_000
  changeCached(testAws.home, 'MFA sessions', (entry) => {
    entry.value.madeAt -= later
  })
  return testAws
}

describe('a role that AWS denies to the MFA session', () => {
  const note = 'assume: AWS denied fresh; trying once more with an MFA code\n'
  const direct = 'assume: the code goes to the role itself: AWS denies it to an MFA session\n'

  it('is assumed with a new code, which the next run asks for at once', async () => {
    const testAws = await withOldSession()
    const first = await onTerminal(testAws, captured('fresh'), [[question, '123457\r']])
    expect(first).toEqual({
      shown: `${note}${question}123457\n${direct}status 0\na session\n`,
      calls: [roleCall(freshRole), { ...roleCall(freshRole), ...withCode('123457') }],
    })
    // The session is now cached as any other.
    expect(await onTerminal(testAws, captured('fresh'))).toEqual({
      shown: 'status 0\na session\n',
      calls: [],
    })
    const again = await onTerminal(testAws, captured('fresh --refresh'), [[question, '123458\r']])
    expect(again).toEqual({
      shown: `${question}123458\n${direct}status 0\na session\n`,
      calls: [{ ...roleCall(freshRole), ...withCode('123458') }],
    })
    // Other roles are still assumed with the MFA session.
    const usual = await onTerminal(testAws, captured('usual --refresh'))
    expect(usual.calls).toEqual([roleCall(demoRole)])
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('is assumed with the code of the command line if there is no terminal', async () => {
    const testAws = await withOldSession()
    const first = await testAws.session(['fresh', '123457'])
    expect(first.stderr).toBe(`${note}${direct}`)
    expect(first.calls).toMatchObject([
      roleCall(freshRole),
      { ...roleCall(freshRole), ...withCode('123457') },
    ])
    const again = await testAws.session(['fresh', '123458', '--refresh'])
    expect(again.stderr).toBe(direct)
    expect(again.calls).toMatchObject([{ ...roleCall(freshRole), ...withCode('123458') }])
  })

  it('is an error without a code and a terminal, later without a call', async () => {
    const testAws = await withOldSession()
    const first = await testAws.assume(['fresh'])
    expect(first).toMatchObject({ stdout: '(exit 1);\n', exitCode: 1 })
    expect(first.stderr).toContain('is not authorized to perform: sts:AssumeRole')
    expect(first.calls).toHaveLength(1)
    await testAws.session(['fresh', '123457'])
    expect(await testAws.assume(['fresh', '--refresh', '--no-input'])).toMatchObject({
      stdout: '(exit 3);\n',
      exitCode: 3,
      calls: [],
    })
  })

  it('is assumed with a new MFA session, for which one code is enough', async () => {
    const world: World = { ...demoWorld, roles: [freshRole] }
    const testAws = await TestAws.open({ world, config })
    const { calls, stderr } = await testAws.session(['fresh', '123456'])
    expect(stderr).toBe(oneCode)
    expect(calls).toMatchObject([sessionCall, roleCall(freshRole)])
  })

  it('is an error if AWS denies the code as well; assume learns nothing', async () => {
    const testAws = await withOldSession()
    const never = { ...roleCall(freshRole), RoleArn: 'arn:aws:iam::123456789012:role/none' }
    const words = `${never.RoleArn} --source-profile Bob --serial-number ${serial} --session-name Bob`
    const { shown, calls } = await onTerminal(testAws, captured(words), [[question, '123457\r']])
    expect(shown).toMatch(/is not authorized to perform: sts:AssumeRole[\s\S]*\nstatus 1\n/)
    expect(calls).toEqual([never, { ...never, ...withCode('123457') }])
    const again = await onTerminal(testAws, captured(`${words} --no-input`))
    expect(again.calls).toEqual([never])
  })
})

describe('an access key to which AWS denies MFA sessions', () => {
  const note =
    'assume: AWS denies these keys a session with MFA; trying once more with a new code\n'
  const direct = 'assume: the code goes to the role itself: AWS denies these keys an MFA session\n'
  const openDenied = () =>
    TestAws.open({
      config,
      world: { ...demoWorld, users: [denied, alice], roles: [demoRole, freshRole] },
    })

  it('assumes each role with a code; after the first role, without another denial', async () => {
    const testAws = await openDenied()
    const first = await onTerminal(testAws, captured('usual'), [
      [question, '123456\r'],
      [question, '123457\r'],
    ])
    expect(first).toEqual({
      shown: `${question}123456\n${note}${question}123457\n${direct}status 0\na session\n`,
      calls: [sessionCall, { ...roleCall(demoRole), ...withCode('123457') }],
    })
    const other = await onTerminal(testAws, captured('fresh'), [[question, '123458\r']])
    expect(other).toEqual({
      shown: `${question}123458\n${direct}status 0\na session\n`,
      calls: [{ ...roleCall(freshRole), ...withCode('123458') }],
    })
    const given = await testAws.session(['usual', '123459', '--refresh'])
    expect(given.calls).toMatchObject([{ ...roleCall(demoRole), ...withCode('123459') }])
    expect(leftovers(testAws.home)).toEqual([])
  })

  it('leads to a hint at --duration 2h if there is no terminal', async () => {
    const testAws = await openDenied()
    const { stderr, exitCode, calls } = await testAws.assume(['usual', '123456'])
    expect(exitCode).toBe(1)
    expect(stderr).toBe(
      `assume: GetSessionToken for ${serial} failed: User: ${userArn(bob)} is not authorized to perform: sts:GetSessionToken on resource: ${userArn(bob)} (AccessDenied)\n` +
        '  hint: a policy denies these keys sessions with MFA; a role of more than an hour takes the code itself: --duration 2h\n',
    )
    expect(calls).toMatchObject([sessionCall])
    const longer = await testAws.session(['usual', '123457', '--duration', '2h'])
    expect(longer.calls).toMatchObject([{ ...roleCall(demoRole), ...withCode('123457') }])
  })

  it('is used for an MFA session again after cache clear', async () => {
    const testAws = await openDenied()
    await onTerminal(testAws, captured('usual'), [
      [question, '123456\r'],
      [question, '123457\r'],
    ])
    await testAws.assume(['cache', 'clear'])
    expect((await testAws.assume(['usual', '123458'])).calls).toMatchObject([
      { ...sessionCall, TokenCode: '123458' },
    ])
  })
})

describe('a role that AWS denies without MFA', () => {
  it('is assumed with a code at once the next time', async () => {
    const testAws = await TestAws.open()
    const words = `Bob ${demoRole.name}`
    const first = await onTerminal(testAws, captured(words), [[question, '123456\r']])
    expect(first.calls).toEqual([roleCall(demoRole), sessionCall, roleCall(demoRole)])
    await testAws.assume(['cache', 'clear', words])
    const again = await onTerminal(testAws, captured(words), [[question, '123457\r']])
    expect(again.calls).toEqual([{ ...sessionCall, TokenCode: '123457' }, roleCall(demoRole)])
  })
})
