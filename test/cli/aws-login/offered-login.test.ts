import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bob } from '../../../src/demo/fixture.ts'
import { bobs, fileOf, LoginScene } from '../../support/sign-in/login-scene.ts'
import {
  codeAt,
  pageOf,
  startOnTerminal as start,
  statusOf as status,
} from '../../support/sign-in/on-login-terminal.ts'
import { plain } from '../../support/terminal/pty.ts'

describe('assume PROFILE without a sign-in, on a terminal', () => {
  it('offers to sign in, and then provides the credentials', async () => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'reader --format json')
    const shown = plain(await terminal.waitFor('[Y/n] '))
    expect(shown).toMatch(/^assume: profile "me" is not signed in: .*is missing$/m)
    expect(shown).toContain('sign in to AWS for profile "me" now? [Y/n] ')
    terminal.type('\r')
    terminal.type(`${await codeAt(await pageOf(terminal))}\r`)
    const end = await status(terminal)
    expect(end).toContain('status 0')
    expect(end).toContain(`"accountId": "${bob.account}"`)
  })

  it('offers to sign in again if the sign-in has expired', async () => {
    const scene = await LoginScene.open()
    await scene.signedIn()
    const { accessToken, ...others } = scene.saved()
    const over = { ...accessToken, expiresAt: '2020-01-01T00:00:00Z' }
    const expired = { ...others, accessToken: over, refreshToken: 'unknown-token' }
    writeFileSync(join(scene.folder, fileOf(bobs)), JSON.stringify(expired))
    const terminal = start(scene, 'me --format json')
    expect(plain(await terminal.waitFor('[Y/n] '))).toContain(
      'the sign-in of profile "me" has expired: The refresh token has expired. (TOKEN_EXPIRED)',
    )
    terminal.type('y\r')
    terminal.type(`${await codeAt(await pageOf(terminal))}\r`)
    expect(await status(terminal)).toContain('status 0')
  })

  it('shows the commands to sign in if the user declines', async () => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'me --format json')
    await terminal.waitFor('[Y/n] ')
    terminal.type('n\r')
    expect(await status(terminal)).toContain(
      '  hint: assume login me\n  hint: or with the AWS CLI v2: aws login --profile me\nstatus 3',
    )
    expect(scene.outcomes).toEqual([])
  })

  it('asks only once in assume each, and exits with 0 after the sign-in', async () => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'each me reader -- true')
    await terminal.waitFor('[Y/n] ')
    terminal.type('\r')
    terminal.type(`${await codeAt(await pageOf(terminal))}\r`)
    const end = await status(terminal)
    expect(end).toContain('status 0')
    expect(end).not.toContain('[Y/n]')
  })

  it('asks only once in assume each if the user declines', async () => {
    const scene = await LoginScene.open()
    const terminal = start(scene, 'each me reader -- true')
    await terminal.waitFor('[Y/n] ')
    terminal.type('n\r')
    const end = await status(terminal)
    expect(end).not.toContain('[Y/n]')
    expect(end).not.toContain('status 0')
    expect(scene.outcomes).toEqual([])
  })
})
