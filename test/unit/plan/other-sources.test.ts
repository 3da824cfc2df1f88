import { describe, expect, it } from 'vitest'
import { arn, failure, plan, settingsIn } from './planning.ts'

const web = `[profile web]
role_arn = ${arn('web')}
web_identity_token_file = /run/token
duration_seconds = 900
role_session_name = pod
external_id = some-id
mfa_serial = arn:aws:iam::123456789012:mfa/Bob
`
const far = (source: string, ...more: string[]) => `[profile far]
role_arn = ${arn('far', '210987654321')}
source_profile = ${source}
${more.join('\n')}
`
const webSource = {
  kind: 'web-identity',
  profile: 'web',
  identity: '/run/token',
  isLongTerm: false,
  accountId: '123456789012',
  tokenFor: arn('web'),
}
const webStep = (more: object = {}) => ({
  operation: 'AssumeRoleWithWebIdentity',
  profile: 'web',
  input: { RoleArn: arn('web'), RoleSessionName: 'pod', ...more },
})

describe('a plan from a web identity', () => {
  it('has a step for the role of the token', () => {
    expect(plan('web', { config: web })).toMatchObject({
      value: { label: 'web', source: webSource, steps: [webStep()], notes: [] },
    })
  })

  it('applies options and settings only to the last role', () => {
    const settings = settingsIn('duration = 2h\nsession_name = ours')
    expect(plan('web', { config: web, settings, options: { sessionName: 'me' } })).toMatchObject({
      value: { steps: [webStep({ RoleSessionName: 'me', DurationSeconds: 7200 })] },
    })
    const { value } = plan('far', { config: web + far('web'), settings }) as { value: object }
    expect(value).toMatchObject({
      source: webSource,
      steps: [
        webStep(),
        {
          operation: 'AssumeRole',
          input: { RoleSessionName: 'ours', DurationSeconds: 3600 },
        },
      ],
    })
    expect(value).not.toHaveProperty('steps.0.input.DurationSeconds')
  })

  it('never needs to know the user of the credentials', () => {
    expect(plan('web other', { config: web })).toMatchObject({
      value: { label: 'other', steps: [webStep(), { input: { RoleArn: arn('other') } }] },
    })
  })

  it('uses the partition of its role', () => {
    const config = web.replace('arn:aws:iam', 'arn:aws-cn:iam')
    expect(plan('web', { config })).toMatchObject({ value: { region: 'cn-northwest-1' } })
    expect(plan('web other', { config })).toMatchObject({
      value: {
        region: 'cn-northwest-1',
        steps: [{}, { input: { RoleArn: 'arn:aws-cn:iam::123456789012:role/other' } }],
      },
    })
  })

  it('is rejected if the name of the token file is empty', () => {
    const config = web.replace('/run/token', '')
    expect(() => plan('web', { config })).toThrow('profile "web" has no credentials')
  })
})

describe('a plan from a credential_process', () => {
  const password = 'correct-horse'
  const config = `[profile vault]\ncredential_process = /bin/vault -p ${password}\n`

  it('identifies a command without containing it', () => {
    const planned = JSON.stringify(plan('vault', { config }))
    expect(planned).toContain('"source":{"kind":"credential-process","profile":"vault",')
    expect(planned).not.toMatch(/correct|bin/)
    expect(planned).not.toBe(JSON.stringify(plan('vault', { config: config.replace('-p', '-q') })))
  })

  const longer = config + far('vault', 'duration_seconds = 7200')
  const remembered = (processKeys: 'user' | 'temporary') => ({ ofKeys: () => ({ processKeys }) })

  it('needs to know the type of the credentials that it prints', () => {
    expect(plan('far', { config: longer })).toMatchObject({
      need: { fact: 'process keys', source: { profile: 'vault', isLongTerm: false } },
    })
  })

  it('treats the credentials as temporary if they were temporary the last time', () => {
    expect(plan('far 123456', { config: longer, memory: remembered('temporary') })).toMatchObject({
      value: {
        steps: [{ input: { DurationSeconds: 3600 } }],
        notes: [expect.stringContaining('1 hour instead'), expect.stringContaining('not used')],
      },
    })
  })

  it.each([
    ['they were a user’s the last time', longer, 'user'],
    [
      'the profile contains the name of the user',
      longer.replace(/^credential_process.*$/m, '$&\nprocess_keys = user'),
      'temporary',
    ],
  ] as const)('treats the credentials as a user’s if %s', (_, text, processKeys) => {
    expect(plan('far', { config: text, memory: remembered(processKeys) })).toMatchObject({
      value: {
        source: { isLongTerm: true },
        steps: [{ input: { DurationSeconds: 7200 } }],
        notes: [],
      },
    })
  })

  it('rejects other values in the profile', () => {
    const text = longer.replace(/^credential_process.*$/m, '$&\nprocess_keys = mine')
    expect(failure(() => plan('far', { config: text }))).toMatch(
      /^1 ~\/\.aws\/config:\d+, process_keys: "mine" is neither user nor temporary$/,
    )
  })
})
