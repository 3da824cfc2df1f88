import { describe, expect, it } from 'vitest'
import { consoleDuration } from '../../../src/plan/console/console-duration.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { arn, failure, keys, plan, telling, temporary } from './planning.ts'

const config = `[profile role]
role_arn = ${arn('role')}
source_profile = user

[profile guarded]
role_arn = ${arn('role')}
source_profile = user
mfa_serial = arn:aws:iam::123456789012:mfa/Bob

[profile chained]
role_arn = ${arn('role')}
source_profile = role

[profile of-session]
role_arn = ${arn('role')}
source_profile = session

[profile web]
role_arn = ${arn('role')}
web_identity_token_file = /run/token

[profile after-web]
role_arn = ${arn('role')}
source_profile = web

[profile machine]
role_arn = ${arn('role')}
credential_source = Ec2InstanceMetadata

[profile program]
credential_process = print-keys

[profile sso]
sso_start_url = https://example.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = Admin

[profile after-sso]
role_arn = ${arn('role')}
source_profile = sso
`

const credentials = `[user]\n${keys(telling)}\n[session]\n${keys(temporary, 'aws_session_token = t')}`

const planned = (target: string) => {
  const made = plan(target, { config, credentials })
  if ('need' in made) throw new Error(`${target} needs ${made.need.fact}`)
  return made.value
}

const federated: Pick<Plan, 'source' | 'steps'> = {
  source: { kind: 'access-key', identity: telling, isLongTerm: true },
  steps: [{ operation: 'GetFederationToken', input: { Name: 'Bob', DurationSeconds: 7200 } }],
}

describe('the duration of a console session', () => {
  it.each(['role', 'web', 'sso'])('is allowed for %s', (target) => {
    expect(consoleDuration(planned(target), 7200)).toBe(7200)
    expect(consoleDuration(planned(target), undefined)).toBeUndefined()
  })

  it.each([
    ['guarded', 'AWS counts a role assumed with an MFA session as chained'],
    ['chained', 'temporary keys (role chaining)'],
    ['after-web', 'temporary keys (role chaining)'],
    ['after-sso', 'temporary keys (role chaining)'],
    ['of-session', 'temporary keys (role chaining)'],
    ['machine', 'temporary keys (role chaining)'],
    ['program', 'these keys are used as they are'],
    ['session', 'these keys are used as they are'],
  ])('is not allowed for %s: %s', (target, why) => {
    const found = failure(() => consoleDuration(planned(target), 7200))
    expect(found).toContain('2 --duration cannot be used here: ')
    expect(found).toContain(why)
    expect(consoleDuration(planned(target), undefined)).toBeUndefined()
  })

  it('is the duration of GetFederationToken itself', () => {
    expect(consoleDuration(federated, 7200)).toBeUndefined()
  })

  it('is at most the maximum of a role, and is omitted if the type of the credentials is unknown', () => {
    expect(failure(() => consoleDuration(planned('role'), 50_000))).toContain(
      '12 hours at the most',
    )
    expect(failure(() => consoleDuration(undefined, 7200))).toContain(
      'assume does not know where the keys',
    )
  })
})
