import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { hang, roleArn, slow } from 'aws-stand-in'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../../support/home.ts'
import { captured, dialogue } from '../../support/terminal/dialogue.ts'
import { TestAws } from '../../support/test-aws.ts'

const config = `[profile dev]
source_profile = Bob
role_arn = ${roleArn(noMfaRole)}

[profile slow]
credential_process = sh -c 'sleep 3; exit 1'

[profile instance]
credential_source = Ec2InstanceMetadata
role_arn = ${roleArn(noMfaRole)}

[profile container]
credential_source = EcsContainer
role_arn = ${roleArn(noMfaRole)}

[profile asking]
credential_process = sh -c 'echo touch the key >&2; sleep 3; exit 1'
`

const open = () => TestAws.open({ config, credentials: keysOf(bob) })

describe('on a terminal', () => {
  it('a slow call to STS shows what assume waits for, and Ctrl-C cancels it', async () => {
    const testAws = await open()
    testAws.aws.faults.always = hang
    const { host } = new URL(testAws.aws.url)
    const waiting = `assume: waiting for STS at ${host} (Ctrl-C to cancel)\n`
    const { shown } = await dialogue(
      testAws,
      ['trap : INT', ...captured('dev')],
      [[waiting.trim(), '\x03']],
    )
    expect(shown.split('waiting for')).toHaveLength(2)
    expect(shown).toContain('assume: cancelled, nothing was changed\n')
    expect(shown).toContain('status 130\n')
  })

  it('a call that takes 1 second shows no message', async () => {
    const testAws = await open()
    testAws.aws.faults.always = slow(1000)
    const { shown } = await dialogue(testAws, captured('dev'))
    expect(shown).not.toContain('waiting')
    expect(shown).toContain('status 0\na session\n')
  })

  it.each([
    [
      'instance',
      'the metadata of this EC2 instance',
      ['AWS_METADATA_SERVICE_TIMEOUT=3', 'AWS_EC2_METADATA_SERVICE_ENDPOINT'],
    ],
    [
      'container',
      'the endpoint of this container',
      ['AWS_EC2_METADATA_DISABLED=true', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'],
    ],
  ])('a wait for the %s metadata shows a message', async (profile, place, [setting, variable]) => {
    const server = createServer(() => {})
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { shown } = await dialogue(await open(), [
      `export ${setting} ${variable}=http://127.0.0.1:${port}`,
      ...captured(profile),
    ])
    expect(shown).toContain(`assume: waiting for ${place} (Ctrl-C to cancel)\n`)
  })

  it('a wait for a silent credential_process shows a message', async () => {
    const { shown } = await dialogue(await open(), captured('slow'))
    expect(shown).toContain(
      'assume: waiting for the credential_process of "slow" (Ctrl-C to cancel)\n',
    )
  })

  it('a wait for a credential_process that writes to stderr shows no message', async () => {
    const { shown } = await dialogue(await open(), captured('asking'))
    expect(shown).toContain('touch the key\n')
    expect(shown).not.toContain('waiting')
  })

  it('a wait for the checks of doctor shows a message', async () => {
    const testAws = await open()
    testAws.aws.faults.always = slow(3000)
    const { shown } = await dialogue(testAws, ['assume doctor | tail -n 1'])
    expect(shown).toContain(`waiting for the checks that call AWS (Ctrl-C to cancel)\n`)
  })
})

describe('without a terminal', () => {
  it('a wait shows no message, so that scripts get only errors', async () => {
    const testAws = await open()
    testAws.aws.faults.always = slow(2500)
    expect(await testAws.assume(['dev'])).toMatchObject({ stderr: '', exitCode: 0 })
  })
})
