import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hang, type Role, refuse, roleArn, type User } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { callTimeoutMs } from '../../../src/aws-api/service-call.ts'
import { entryFileName } from '../../../src/cache/entry-store.ts'
import {
  alice,
  bob,
  demoRole,
  demoWorld,
  externalIdRole,
  noMfaRole,
  otherAccountRole,
} from '../../../src/demo/fixture.ts'
import { cacheFolderOf } from '../../support/cache-files.ts'
import { TestAws, type TestAwsSetup } from '../../support/test-aws.ts'

const fourHours: Role = { ...noMfaRole, name: 'four-hours', maxSessionDuration: 14_400 }
const oneHour: Role = { ...noMfaRole, name: 'one-hour', maxSessionDuration: 3600 }
const chainedRole: Role = {
  ...noMfaRole,
  name: 'chained',
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: roleArn(noMfaRole) },
      Action: 'sts:AssumeRole',
    },
  },
}
const roles = [...demoWorld.roles, fourHours, oneHour, chainedRole]

const world = { ...demoWorld, roles }

/** Bob with permission for iam:GetRole, which returns the maximum session duration. */
const asking: User = {
  ...bob,
  policies: {
    ...bob.policies,
    asking: { Statement: { Effect: 'Allow', Action: 'iam:GetRole', Resource: '*' } },
  },
}
const telling = { ...world, users: [asking, alice] }

async function opened(props: TestAwsSetup) {
  const testAws = await TestAws.open(props)
  const env = { AWS_ENDPOINT_URL_IAM: testAws.aws.url }
  return {
    testAws,
    assume: (words: readonly string[]) => testAws.assume(words, { env }),
    session: (words: readonly string[]) => testAws.session(words, { env }),
  }
}

type Calls = readonly Readonly<Record<string, string | undefined>>[]

const asked = (calls: Calls) =>
  calls.map(({ action, DurationSeconds, TokenCode }) =>
    [action, DurationSeconds, TokenCode && 'code'].filter(Boolean).join(' '),
  )

const max = ['--duration', 'max']

describe('--duration max', () => {
  it('is the maximum that IAM reports for the role, requested once', async () => {
    const { session } = await opened({ world: telling })
    const first = await session(['Bob', fourHours.name, ...max])
    expect(asked(first.calls)).toEqual(['GetRole', 'AssumeRole 14400'])
    expect(first.stderr).toBe('')
    const again = await session(['Bob', fourHours.name, ...max])
    expect(again).toMatchObject({ session: first.session, calls: [] })
    const fresh = await session(['Bob', fourHours.name, ...max, '--refresh'])
    expect(asked(fresh.calls)).toEqual(['AssumeRole 14400'])
  })

  it('sends the MFA code with AssumeRole if the role requires MFA', async () => {
    const { session } = await opened({ world: telling })
    const { calls } = await session(['Bob', demoRole.name, ...max, '123456'])
    expect(asked(calls)).toEqual(['GetRole', 'AssumeRole 14400 code'])
  })

  it('is tried from 12 h down if IAM reports no maximum, and the result is remembered', async () => {
    const { session } = await opened({ world })
    const { calls, stderr } = await session(['Bob', fourHours.name, ...max])
    expect(asked(calls)).toEqual([
      'GetRole',
      'AssumeRole 43200',
      'AssumeRole 28800',
      'AssumeRole 14400',
    ])
    expect(stderr).toBe(
      'assume: AWS gives four-hours no 12 h; trying 8 h\nassume: AWS gives four-hours no 8 h; trying 4 h\n',
    )
    expect((await session(['Bob', fourHours.name, ...max])).calls).toEqual([])
    const fresh = await session(['Bob', fourHours.name, ...max, '--refresh'])
    expect(asked(fresh.calls)).toEqual(['AssumeRole 14400'])
  })

  it('is tried down to 1 h, which every role allows', async () => {
    const { session } = await opened({ world })
    const { calls } = await session(['Bob', oneHour.name, ...max])
    expect(asked(calls).at(-1)).toBe('AssumeRole 3600')
    expect(calls).toHaveLength(6)
  })

  it('is 1 h with a code if IAM reports no maximum: retries would need codes', async () => {
    const { session } = await opened({ world })
    const { calls, stderr } = await session(['Bob', demoRole.name, ...max, '123456'])
    expect(asked(calls)).toEqual(['GetRole', 'GetSessionToken 14400 code', 'AssumeRole 3600'])
    expect(stderr).toContain(
      `assume: 1 h, since IAM does not tell how long ${roleArn(demoRole)} may last, and to try would cost a code; if you know it: --duration 4h\n`,
    )
    // assume does not call GetRole again after IAM reported no maximum.
    expect((await session(['Bob', demoRole.name, ...max])).calls).toEqual([])
  })

  it('is tried for a role in another account, which IAM cannot show', async () => {
    const { session } = await opened({ world: telling })
    const { calls } = await session([`Bob`, roleArn(otherAccountRole), ...max])
    expect(asked(calls)[0]).toBe('AssumeRole 43200')
    expect(asked(calls).at(-1)).toBe('AssumeRole 3600')
  })

  it('is 1 h with a message for a role assumed with temporary credentials', async () => {
    const config = [
      '[profile first]',
      `role_arn = ${roleArn(noMfaRole)}`,
      'source_profile = Bob',
      '[profile second]',
      `role_arn = ${roleArn(chainedRole)}`,
      'source_profile = first',
      '',
    ].join('\n')
    const mayChain = {
      ...telling,
      roles: roles.map((role) =>
        role.name === noMfaRole.name ? { ...role, policies: bob.policies } : role,
      ),
    }
    const { session } = await opened({ world: mayChain, config })
    const { calls, stderr } = await session(['second', ...max])
    expect(asked(calls)).toEqual(['AssumeRole', 'AssumeRole 3600'])
    expect(stderr).toBe('assume: 1 h: AWS gives no more to a role taken with temporary keys\n')
  })

  it('is 36 h for an MFA session of a user', async () => {
    const { session } = await opened({ world })
    const { calls } = await session(['Bob', ...max, '123456'])
    expect(asked(calls).at(-1)).toBe('GetSessionToken 129600 code')
  })

  it('can be set in the settings file', async () => {
    const files = { '.config/assume/config': 'duration = max\n' }
    const { session } = await opened({ world: telling, files })
    const { calls } = await session(['Bob', fourHours.name])
    expect(asked(calls)).toEqual(['GetRole', 'AssumeRole 14400'])
  })

  it('overrides duration_seconds as an option, but not as a setting', async () => {
    const files = { '.config/assume/config': 'duration = max\n' }
    const config = `[profile short]\nrole_arn = ${roleArn(fourHours)}\nsource_profile = Bob\nduration_seconds = 900\n`
    const { session } = await opened({ world: telling, files, config })
    expect(asked((await session(['short'])).calls)).toEqual(['AssumeRole 900'])
    expect(asked((await session(['short', ...max])).calls)).toEqual(['GetRole', 'AssumeRole 14400'])
  })

  it('is determined again after the maximum of the role was reduced', async () => {
    const { testAws, session } = await opened({ world: telling })
    await session(['Bob', fourHours.name, ...max])
    testAws.aws.faults.next = [
      refuse(
        'ValidationError',
        400,
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      ),
    ]
    const less = await session(['Bob', fourHours.name, ...max, '--refresh'])
    expect(asked(less.calls)).toEqual(['AssumeRole 14400', 'AssumeRole 7200'])
    const after = await session(['Bob', fourHours.name, ...max, '--refresh'])
    expect(asked(after.calls)).toEqual(['AssumeRole 7200'])
  })

  it('is determined again after 24 h, because the maximum may be increased', async () => {
    const { testAws, session } = await opened({ world })
    await session(['Bob', fourHours.name, ...max])
    const folder = join(cacheFolderOf(testAws.home), 'memory')
    const entries = readdirSync(folder).map((name) =>
      JSON.parse(readFileSync(join(folder, name), 'utf8')),
    )
    const [maximum] = entries.filter(({ key }) => key === `maximum of ${roleArn(fourHours)}`)
    expect(maximum.value).toEqual({ maximum: 14_400 })
    expect(maximum.until).toBeLessThanOrEqual(Date.now() + 86_400_000)
    const path = join(folder, entryFileName(maximum.key))
    writeFileSync(path, JSON.stringify({ ...maximum, until: Date.now() - 1 }))
    const later = await session(['Bob', fourHours.name, ...max, '--refresh'])
    expect(asked(later.calls).slice(0, 2)).toEqual(['GetRole', 'AssumeRole 43200'])
  })

  it('with a code fails if the maximum was reduced, and is determined again later', async () => {
    const { testAws, assume, session } = await opened({ world: telling })
    await session(['Bob', demoRole.name, ...max, '123456'])
    // The role no longer allows this duration, and IAM does not report its maximum.
    testAws.aws.faults.next = [
      refuse(
        'ValidationError',
        400,
        'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      ),
      refuse('AccessDenied', 403, 'not authorized'),
    ]
    const refused = await assume(['Bob', demoRole.name, ...max, '123457', '--refresh'])
    expect(refused.exitCode).toBe(1)
    expect(asked(refused.calls)).toEqual(['AssumeRole 14400 code', 'GetRole'])
    const again = await session(['Bob', demoRole.name, ...max, '123458', '--refresh'])
    expect(asked(again.calls)).toEqual(['GetSessionToken 14400 code', 'AssumeRole 3600'])
  })

  it('is tried if IAM does not answer in less time than other calls have', async () => {
    const { testAws, session } = await opened({ world: telling })
    testAws.aws.faults.next = [hang]
    const started = performance.now()
    const { calls } = await session(['Bob', fourHours.name, ...max])
    expect(asked(calls).slice(0, 2)).toEqual(['GetRole', 'AssumeRole 43200'])
    expect(performance.now() - started).toBeLessThan(callTimeoutMs)
  })

  it('does not call IAM if only STS has a configured endpoint', async () => {
    const testAws = await TestAws.open({ world: telling })
    const { calls } = await testAws.session(['Bob', noMfaRole.name, ...max])
    expect(asked(calls)).toEqual(['AssumeRole 43200'])
  })

  it.each(['MAX', 'maximum', 'max '])('does not accept the spelling %j', async (word) => {
    const { assume } = await opened({ world })
    const { exitCode, stderr } = await assume(['Bob', fourHours.name, '--duration', word])
    expect(exitCode).toBe(2)
    expect(stderr).toContain(`--duration: "${word}" is not a duration\n`)
  })
})

describe('a duration above the maximum of the role', () => {
  const failed = (role: Role, words: string) =>
    `assume: AssumeRole of ${roleArn(role)} failed: ${words}: The requested DurationSeconds exceeds the MaxSessionDuration set for this role. (ValidationError)\n`
  const update = (role: Role, seconds: number) =>
    `  hint: or let the role last longer: aws iam update-role --role-name ${role.name} --max-session-duration ${seconds}\n`

  it('fails with the maximum if IAM reports it', async () => {
    const { assume } = await opened({ world: telling })
    expect(await assume(['Bob', fourHours.name, '-d', '5h'])).toMatchObject({
      stdout: '(exit 1);\n',
      exitCode: 1,
      stderr:
        failed(fourHours, '5 h asked for (--duration), and the role lasts 4 h') +
        '  hint: ask for that: --duration 4h\n' +
        update(fourHours, 18_000),
    })
  })

  it('in duration_seconds fails with its line', async () => {
    const config = `[profile long]\nrole_arn = ${roleArn(fourHours)}\nsource_profile = Bob\nduration_seconds = 28800\n`
    const { assume } = await opened({ world: telling, config })
    expect((await assume(['long'])).stderr).toBe(
      failed(
        fourHours,
        '8 h asked for (~/.aws/config:4, duration_seconds), and the role lasts 4 h',
      ) +
        '  hint: ask for that: --duration 4h, or for good duration_seconds = 14400 in ~/.aws/config:4\n' +
        update(fourHours, 28_800),
    )
  })

  it('in the settings file fails with its line', async () => {
    const files = { '.config/assume/config': 'duration = 8h\n' }
    const { assume } = await opened({ world: telling, files })
    expect((await assume(['Bob', fourHours.name])).stderr).toContain(
      '  hint: ask for that: --duration 4h, or for good duration = 4h in ~/.config/assume/config:1\n',
    )
  })

  it('fails with a hint for 1 h if IAM does not report the maximum', async () => {
    const { assume } = await opened({ world })
    expect((await assume(['Bob', fourHours.name, '-d', '5h'])).stderr).toBe(
      failed(fourHours, '5 h asked for (--duration)') +
        '  hint: ask for less, an hour is always allowed: --duration 1h\n' +
        update(fourHours, 18_000),
    )
  })

  it('is not compared with a role of the same name in the account of the user', async () => {
    const twin: Role = { ...otherAccountRole, name: fourHours.name }
    const twins = { ...telling, roles: [...roles, twin] }
    const { assume } = await opened({ world: twins })
    const { stderr, calls } = await assume(['Bob', roleArn(twin), '-d', '5h'])
    expect(stderr).toContain(failed(twin, '5 h asked for (--duration)'))
    expect(asked(calls)).toEqual(['AssumeRole 18000'])
  })

  it('fails without a maximum if IAM reports an impossible value', async () => {
    const { testAws, assume } = await opened({ world: telling })
    for (const MaxSessionDuration of ['-1', '1', '99999999999', 'NaN', '']) {
      testAws.aws.faults.next = [
        refuse('ValidationError', 400, 'exceeds the MaxSessionDuration set for this role.'),
        { kind: 'alter', elements: { MaxSessionDuration } },
      ]
      const { stderr } = await assume(['Bob', externalIdRole.name, '-d', '5h'])
      expect(stderr).toContain('failed: 5 h asked for (--duration): exceeds')
    }
  })
})
