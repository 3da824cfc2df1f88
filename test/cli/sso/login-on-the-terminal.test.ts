import { describe, expect, it } from 'vitest'
import { core } from '../../support/shells/posix-shells.ts'
import { corp, SignInScene, tokenFile } from '../../support/sign-in/sign-in.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const two = `${corp}${corp.replace('corp', "'my home'")}`

function start(testAws: SignInScene): Terminal {
  const script = `'${core.node}' '${core.script}' login; echo "status $?"; read -r _`
  return Terminal.start('bash', ['--norc', '-c', script], testAws.home.path, { ...testAws.env })
}

describe('assume login with several sign-ins, on a terminal', () => {
  it('asks which sign-in to use', async () => {
    const testAws = await SignInScene.open(two)
    const terminal = start(testAws)
    expect(plain(await terminal.waitFor('which? '))).toContain('  1  corp\n  2  my home\n')
    terminal.type('3\r')
    await terminal.waitFor('a number from 1 to 2')
    terminal.type(' 2 \r')
    const shown = plain(await terminal.waitFor(/shows the code [A-Z]{4}-[A-Z]{4}/))
    testAws.oidc.approve(shown.slice(-9), 'bob')
    expect(plain(await terminal.waitFor(/status \d+/))).toContain('status 0')
    expect(testAws.cached()).toHaveProperty([tokenFile('my home')])
  })

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('is cancelled by %s', async (_, typed) => {
    const testAws = await SignInScene.open(two)
    const terminal = start(testAws)
    await terminal.waitFor('which? ')
    terminal.type(typed)
    expect(plain(await terminal.waitFor(/status \d+/))).toContain(
      'assume: cancelled, nothing was changed\nstatus 130',
    )
    expect(testAws.outcomes).toEqual([])
  })
})
