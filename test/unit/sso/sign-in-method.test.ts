import { describe, expect, it } from 'vitest'
import { signInMethod } from '../../../src/sso/sign-in/sign-in-method.ts'

const session = { name: 'corp', startUrl: 'https://x/start', region: 'eu-west-1', scopes: [] }
const { name: _, ...legacy } = session
const here = { DISPLAY: ':0' }

describe('the way to sign in', () => {
  it.each([
    ['a local browser', session, {}, here, 'browser', 1],
    ['no browser that can be opened', session, {}, {}, 'device', 0],
    ['a browser whose URL is only shown', session, { browser: 'shown-only' }, here, 'browser', 0],
    ['a requested device code', session, { flow: 'device' }, here, 'device', 1],
    ['over ssh', session, {}, { ...here, SSH_CONNECTION: 'x' }, 'device', 0],
    ['on a terminal of ssh', session, {}, { ...here, SSH_TTY: '/dev/pts/0' }, 'device', 0],
    ['over ssh, with a BROWSER', session, {}, { BROWSER: 'code', SSH_TTY: 'x' }, 'device', 1],
    ['in a codespace', session, {}, { BROWSER: 'code', CODESPACES: 'true' }, 'device', 1],
    [
      'in a dev container',
      session,
      {},
      { BROWSER: 'code', REMOTE_CONTAINERS: 'true' },
      'device',
      1,
    ],
    ['a profile without a session', legacy, {}, here, 'device', 1],
  ] as const)('%s', (_, asked, options, env, flow, commands) => {
    const way = signInMethod(asked, options, env, 'linux')
    expect(way.flow).toBe(flow)
    expect(way.commands('https://x')).toHaveLength(commands)
  })

  it('is a local browser on macOS', () => {
    expect(signInMethod(session, {}, {}, 'darwin').flow).toBe('browser')
  })
})
