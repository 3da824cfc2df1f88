import { describe, expect, it } from 'vitest'
import { bob } from '../../src/demo/fixture.ts'
import { Scene } from '../support/scene.ts'

describe('keys of the credentials file', () => {
  it.each(['login_session = x', 'credential_process = /bin/echo'])('go before %s', async (line) => {
    const scene = await Scene.open({ config: `[profile Bob]\n${line}\n` })
    expect((await scene.session(['Bob'])).session.AccessKeyId).toBe(bob.accessKeys[0]?.accessKeyId)
  })

  it('are taken beside an SSO session that is for tokens alone', async () => {
    const scene = await Scene.open({ config: '[profile Bob]\nsso_session = corp\n' })
    expect((await scene.session(['Bob'])).session.AccessKeyId).toBe(bob.accessKeys[0]?.accessKeyId)
  })
})
