import { type Role, roleArn, type User, userArn, type World } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { keysOf } from '../../support/home.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const user: User = {
  account: '123456789012',
  name: 'local',
  accessKeys: [{ accessKeyId: 'test', secretAccessKey: 'test' }],
  policies: { all: { Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' } } },
  mfaDevices: [],
}

const week = 604_800

/** A role without an account, whose sessions can last a week. */
const storeRole = (name: string, partition: string): Role => ({
  account: '',
  name,
  maxSessionDuration: week,
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: userArn(user, partition) },
      Action: ['sts:AssumeRole'],
    },
  },
})

/** A store with its own STS, and a profile `store` that assumes its role for a week. */
async function openStore(partition = 'aws', settings = '') {
  const role = storeRole('S3Access', partition)
  const arn = roleArn(role, partition)
  const world: World = { partition, users: [user], roles: [role] }
  const testAws = await TestAws.open({
    kind: 'store',
    world,
    credentials: keysOf(user),
    config: `[profile store]\nrole_arn = ${arn}\nsource_profile = local\nduration_seconds = ${week}\n`,
    files: { '.config/assume/config': settings },
  })
  return { testAws, arn }
}

describe.each(['aws', 'minio'])('the STS of another store, whose partition is %s', (partition) => {
  it('accepts a role ARN without an account for a week, and the session is cached', async () => {
    const { testAws, arn } = await openStore(partition)
    expect(arn).toBe(`arn:${partition}:iam:::role/S3Access`)
    const { session, stderr, calls } = await testAws.session(['store'])
    expect({ stderr, calls }).toMatchObject({
      stderr: '',
      calls: [{ action: 'AssumeRole', RoleArn: arn, DurationSeconds: String(week), by: 'test' }],
    })
    expect(session).not.toHaveProperty('AccountId')
    const left = Date.parse(session.Expiration ?? '') - Date.now()
    expect(left).toBeGreaterThan((week - 60) * 1000)
    const again = await testAws.session(['store'])
    expect(again).toMatchObject({ session, calls: [] })
    expect((await testAws.assume(['cache', 'list'])).stdout).toContain(arn)
  })

  it('accepts such an ARN on the command line with --duration', async () => {
    const { testAws, arn } = await openStore(partition)
    const words = ['--source-profile', 'local', arn, '--duration', '168h', '--format', 'posix']
    const { stdout, calls } = await testAws.assume(words)
    expect(calls).toMatchObject([{ RoleArn: arn, DurationSeconds: String(week) }])
    const variables = await evaluated(stdout)
    expect(variables).toMatchObject({ ASSUME_ROLE: 'S3Access' })
    expect(variables).not.toHaveProperty('AWS_ACCOUNT_ID')
  })

  it('has a role that the setting danger can protect', async () => {
    const { testAws } = await openStore(partition, 'danger = s3access\n')
    const { stdout, stderr, exitCode, calls } = await testAws.assume(['store'])
    expect({ stdout, exitCode, calls }).toEqual({ stdout: '(exit 3);\n', exitCode: 3, calls: [] })
    expect(stderr).toContain('role S3Access')
  })

  it('has a role that list and explain show', async () => {
    const { testAws, arn } = await openStore(partition)
    expect((await testAws.assume(['explain', 'store'])).stdout).toContain(`AssumeRole ${arn}`)
    expect((await testAws.assume(['list'])).stdout).toMatch(/store .*S3Access/)
  })

  it('rejects a duration above its maximum itself', async () => {
    const { testAws } = await openStore(partition)
    const { stderr, calls } = await testAws.assume(['store', '--duration', '8000h'])
    expect(calls).toMatchObject([{ DurationSeconds: String(8000 * 3600) }])
    expect(stderr).toContain('exceeds the MaxSessionDuration')
  })
})

it('a denial for a role ARN without an account does not contain "undefined"', async () => {
  const { testAws } = await openStore()
  const arn = 'arn:aws:iam:::role/nowhere'
  const { stderr } = await testAws.assume(['--source-profile', 'local', arn])
  expect(stderr).toContain('(AccessDenied)')
  expect(stderr).not.toContain('undefined')
})
