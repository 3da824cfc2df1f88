import { describe, expect, it } from 'vitest'
import { bob } from '../../../src/demo/fixture.ts'
import { TestAws } from '../../support/test-aws.ts'

describe('keys of the credentials file', () => {
  it.each(['login_session = x', 'credential_process = /bin/echo'])('override %s', async (line) => {
    const testAws = await TestAws.open({ config: `[profile Bob]\n${line}\n` })
    expect((await testAws.session(['Bob'])).session.AccessKeyId).toBe(
      bob.accessKeys[0]?.accessKeyId,
    )
  })

  it('are used if the profile has an sso_session but no SSO role', async () => {
    const testAws = await TestAws.open({ config: '[profile Bob]\nsso_session = corp\n' })
    expect((await testAws.session(['Bob'])).session.AccessKeyId).toBe(
      bob.accessKeys[0]?.accessKeyId,
    )
  })
})
