import { join } from 'node:path'
import { refuse, roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { roleProfile } from '../../support/profiles.ts'
import { atOrganization } from '../../support/sign-in/organization.ts'
import { session } from '../../support/sign-in/sso.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const file = '~/.config/assume/config'
const [payments, data] = ['100000000000', '100355133117']

const settings = `region = us-west-1
prompt = right format={role}

[target "payments-*:*"]
region = eu-central-1
label = pay
prompt_colour = red
console_service = s3

[target "*:Admin"]
label = other
duration = 2h
danger = on

[target "nobody*"]
label = nobody
`

const config = `${session}
[profile pay]
sso_session = corp
sso_account_id = ${payments}
sso_role_name = ReadOnly

[profile ireland]
sso_session = corp
sso_account_id = ${payments}
sso_role_name = ReadOnly
region = eu-west-1
`

/** Opens an organization with a cached list of roles, and settings with defaults for some targets. */
async function openScene(text = settings) {
  const sso = await atOrganization({
    accounts: 3,
    config,
    files: { '.config/assume/config': text },
  })
  await sso.assume(['roles'])
  const variables = async (words: readonly string[], env = {}) => {
    const { stdout, stderr, exitCode } = await sso.assume(words, env)
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
    return evaluated(stdout)
  }
  return { sso, variables }
}

describe('a [target] of the settings', () => {
  it.each(['payments-prod:ReadOnly', `${payments}:ReadOnly`, 'PAYMENTS-prod:readonly', 'pay'])(
    'sets its defaults if the role is requested as %s',
    async (target) => {
      const { sso, variables } = await openScene()
      const found = await variables([target])
      expect(found).toMatchObject({
        ASSUME_ROLE: 'pay',
        AWSUME_PROFILE: 'pay',
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'eu-central-1',
        ASSUME_STYLE: 'right color=red danger=red format={role}',
      })
      const { stdout } = await sso.assume(['console', target, '--portal'])
      expect(decodeURIComponent(stdout)).toContain(
        'destination=https://eu-central-1.console.aws.amazon.com/s3/home?region=eu-central-1\n',
      )
      const other = await sso.assume(['console', target, '--portal', '--service', 'ec2'])
      expect(decodeURIComponent(other.stdout)).toContain('console.aws.amazon.com/ec2/home')
      const ofShell = await sso.assume(['console', '--portal'], found)
      expect(ofShell.stdout).toBe(stdout)
    },
  )

  it('is overridden by options and profiles, and overrides the environment and general settings', async () => {
    const { variables } = await openScene()
    const target = 'payments-prod:ReadOnly'
    const region = async (words: readonly string[], env = {}) =>
      (await variables(words, env)).AWS_REGION
    expect(await region([target, '--region', 'eu-north-1'])).toBe('eu-north-1')
    expect(await region(['ireland'])).toBe('eu-west-1')
    expect(await region([target], { AWS_REGION: 'ap-south-1' })).toBe('eu-central-1')
    expect(await region(['data-prod:ReadOnly'])).toBe('us-west-1')
  })

  it('sets a key only if no earlier matching section sets it', async () => {
    const { variables } = await openScene()
    expect((await variables(['payments-prod:Admin', '--yes'])).ASSUME_ROLE).toBe('pay')
    expect(await variables(['data-prod:Admin', '--yes'])).toMatchObject({
      ASSUME_ROLE: 'other',
      AWS_REGION: 'us-west-1',
      ASSUME_STYLE: 'right format={role}',
    })
  })

  it.each(['payments-prod:Admin', `${payments}:Admin`, 'data-prod:Admin', `${data}:admin`])(
    'guards %s, also after an earlier matching section, and with a cached session',
    async (target) => {
      const { sso, variables } = await openScene()
      for (const _ of ['new', 'cached']) {
        const before = sso.portal.requests.length
        const { stderr, exitCode } = await sso.assume([target])
        expect(exitCode).toBe(3)
        expect(stderr).toContain(`matches "*:Admin", danger in ${file}:13`)
        expect(sso.portal.requests).toHaveLength(before)
        expect(await variables([target, '--yes'])).toMatchObject({ ASSUME_DANGER: '1' })
      }
    },
  )

  it('is shown by assume explain with the line of each value', async () => {
    const { sso } = await openScene()
    const { stdout } = await sso.assume(['explain', `${payments}:Admin`])
    const rows = Object.fromEntries(
      stdout
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/, 2))
        .filter((row) => row.length === 2),
    )
    expect(rows).toMatchObject({
      prompt: `pay ← ${file}:6, label`,
      'prompt colour': `red ← ${file}:7, prompt_colour`,
      'console page': `s3 ← ${file}:8, console_service`,
      region: `eu-central-1 ← ${file}:5, region`,
      danger: expect.stringMatching(new RegExp(`matches "\\*:Admin" ← ${file}:13$`)),
    })
    const json = await sso.assume(['explain', `${payments}:Admin`, '--format', 'json'])
    expect(JSON.parse(json.stdout)).toMatchObject({
      label: 'pay',
      targetDefaults: { label: { value: 'pay', location: `${file}:6, label` } },
      danger: { pattern: '*:Admin', from: `${file}:13` },
    })
  })

  it('sets the duration of a role; explain and a refusal show its line', async () => {
    const testAws = await TestAws.open({
      config:
        roleProfile('dev', noMfaRole) + roleProfile('long', noMfaRole, 'duration_seconds = 1800'),
      files: {
        '.config/assume/config': `duration = 20m\n[target "123456789012:${noMfaRole.name}"]\nduration = 30m\n`,
      },
    })
    const duration = async (words: readonly string[]) =>
      (await testAws.assume([...words, '--refresh'])).calls.at(-1)?.DurationSeconds
    expect(await duration(['dev'])).toBe('1800')
    expect(await duration(['Bob', noMfaRole.name])).toBe('1800')
    expect(await duration([roleArn(noMfaRole), '--source-profile', 'Bob'])).toBe('1800')
    expect(await duration(['dev', '-d', '15m'])).toBe('900')
    const { stdout } = await testAws.assume(['explain', 'dev'])
    expect(stdout).toContain(`30 min ← ${file}:3, duration`)
    testAws.aws.faults.next = [refuse('ValidationError', 400, 'exceeds the MaxSessionDuration.')]
    const { stderr } = await testAws.assume(['dev', '--refresh'])
    expect(stderr).toContain(`30 min asked for (${file}:3, duration)`)
    expect(stderr).toContain(`--duration 1h, or for good duration = 1h in ${file}:3\n`)
  })

  it('with duration = max gets a shorter session if AWS refuses the longest', async () => {
    const testAws = await TestAws.open({
      files: { '.config/assume/config': '[target "*:demo-*"]\nduration = max\n' },
    })
    testAws.aws.faults.next = [refuse('ValidationError', 400, 'exceeds the MaxSessionDuration.')]
    const { calls } = await testAws.session(['Bob', noMfaRole.name])
    expect(calls.map(({ DurationSeconds }) => DurationSeconds)).toEqual(['43200', '28800'])
  })

  it('is noted by doctor if it matches neither a profile nor a cached role', async () => {
    const { sso } = await openScene()
    const { stdout } = await sso.assume(['doctor', '--offline', '--format', 'json'])
    const { findings } = JSON.parse(stdout)
    const unmatched = findings.filter(({ id }: { id: string }) => /unmatched/.test(id))
    expect(unmatched).toMatchObject([
      {
        id: 'target-unmatched',
        severity: 'note',
        what: '[target "nobody*"] matches no profile here, and no role of a cached list',
        file,
        line: 15,
      },
    ])
  })

  it('with an invalid value makes assume fail', async () => {
    const { sso } = await openScene('[target "x"]\nregion = eu west\n')
    const { stderr, exitCode } = await sso.assume(['pay'])
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`assume: ${file}:2, region: "eu west" is not an AWS region`)
  })

  it('guards a target also if XDG_CONFIG_HOME names another folder', async () => {
    const { sso } = await openScene()
    const { stderr, exitCode } = await sso.assume(['data-prod:Admin'], {
      XDG_CONFIG_HOME: join(sso.testAws.home.path, 'elsewhere'),
    })
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`danger in ${file}:13`)
  })
})

it('danger with an account name also guards the account number and profiles', async () => {
  const { sso } = await openScene('danger = "payments-prod:ReadOnly"\n')
  for (const target of ['payments-prod:ReadOnly', `${payments}:ReadOnly`, 'pay']) {
    expect(await sso.assume([target])).toMatchObject({ exitCode: 3 })
  }
  expect(await sso.assume([`${data}:ReadOnly`])).toMatchObject({ exitCode: 0 })
})
