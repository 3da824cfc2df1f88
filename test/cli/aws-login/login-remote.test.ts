import { describe, expect, it } from 'vitest'
import { admin } from '../../../src/demo/fixture.ts'
import { bobs, failure, fileOf, LoginScene } from '../../support/sign-in/login-scene.ts'
import {
  codeAt,
  pageOf,
  startOnTerminal as start,
  statusOf as status,
} from '../../support/sign-in/on-login-terminal.ts'

describe('assume login --remote', () => {
  it('shows the page of aws login --remote and asks for the code', async () => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'login me --remote')
    const page = await pageOf(terminal)
    expect(Object.fromEntries(page.searchParams)).toMatchObject({
      client_id: 'arn:aws:signin:::devtools/cross-device',
      redirect_uri: `${scene.signIn.url}/v1/sessions/confirmation`,
      code_challenge_method: 'SHA-256',
    })
    terminal.type(`${await codeAt(page)}\r`)
    expect(await status(terminal)).toContain(
      `assume: signed in as ${bobs} for profile "me"; its keys are renewed automatically\nstatus 0`,
    )
    expect(scene.saved()).toMatchObject({ clientId: 'arn:aws:signin:::devtools/cross-device' })
    expect(scene.mode(fileOf(bobs))).toBe('600')
    expect(await scene.run(['reader', '--format', 'json'])).toMatchObject({ exitCode: 0 })
  })

  it.each([
    ['over ssh', { DISPLAY: ':99', SSH_CONNECTION: '::1 1 ::1 22' }],
    ['without a display', {}],
  ])('is the default of assume login %s', async (_, env) => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'login me', env)
    terminal.type(`${await codeAt(await pageOf(terminal))}\r`)
    expect(await status(terminal)).toContain('status 0')
  })

  it('asks again after an invalid code and after the code of another sign-in', async () => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'login me --remote')
    const page = await pageOf(terminal)
    terminal.type('\r')
    await terminal.waitFor('the page shows a code once you have signed in there')
    terminal.type('123456\r')
    await terminal.waitFor('that is not the code of the page; copy the whole code')
    const foreign = new URL(page)
    foreign.searchParams.set('state', '00000000-0000-0000-0000-000000000000')
    terminal.type(`${await codeAt(foreign)}\r`)
    await terminal.waitFor('that is the code of another sign-in; open the page above')
    expect(scene.outcomes).not.toContain('token ok')
    terminal.type(` ${await codeAt(page)} \r`)
    expect(await status(terminal)).toContain('status 0')
  })

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('is cancelled by %s, and stores nothing', async (_, typed) => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'login me --remote')
    await terminal.waitFor('code: ')
    terminal.type(typed)
    expect(await status(terminal)).toContain('cancelled, nothing was changed\nstatus 130')
    expect(scene.files()).toEqual([])
  })

  it('stores nothing if another identity signs in', async () => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'login me --remote')
    scene.signIn.browserUser = admin
    terminal.type(`${await codeAt(await pageOf(terminal))}\r`)
    expect(await status(terminal)).toMatch(/assume: you signed in as .*\n.*\n.*\nstatus 1/)
    expect(scene.files()).toEqual([])
  })

  it('needs a terminal', async () => {
    const scene = await LoginScene.open()
    expect(await scene.run(['login', 'me', '--remote'])).toEqual({
      stdout: '',
      stderr: failure(
        'this sign-in needs a terminal to enter the code that the browser shows',
        'in a terminal: assume login me --remote',
      ),
      exitCode: 3,
    })
  })
})
