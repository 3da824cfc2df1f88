import { describe, expect, it } from 'vitest'
import { bob } from '../../src/demo/story.ts'
import { keysOf } from '../support/home.ts'
import { Scene } from '../support/scene.ts'

describe('credentials that assume takes from nowhere', () => {
  const keys = keysOf(bob).split('\n').slice(1).join('\n')

  it.each(['login_session = x', 'credential_process = /bin/echo'])(
    'keys of the credentials file go before %s',
    async (line) => {
      const scene = await Scene.open({ config: `[profile Bob]\n${line}\n` })
      expect((await scene.session(['Bob'])).session.AccessKeyId).toBe(
        bob.accessKeys[0]?.accessKeyId,
      )
    },
  )

  it('an SSO session for tokens alone stands in no one’s way', async () => {
    const scene = await Scene.open({ config: '[profile Bob]\nsso_session = corp\n' })
    expect((await scene.session(['Bob'])).session.AccessKeyId).toBe(bob.accessKeys[0]?.accessKeyId)
  })
})
