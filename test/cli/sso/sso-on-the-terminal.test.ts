import { describe, expect, it } from 'vitest'
import { SsoScene } from '../../support/sign-in/sso.ts'
import { core } from '../../support/terminal/dialogue.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'
import { expectClean } from '../../support/test-aws.ts'

const question = 'sign in to corp now? [Y/n] '
const needed = 'assume: you are not signed in to IAM Identity Center (corp)\r\n'

/** Captures the output, as `eval "$(assume …)"` does. Then prints the exit status and what was captured. */
const captured = (words: string) =>
  [
    `out=$(${core} ${words}); echo "status $?"`,
    'case $out in *ASIA*) echo "a session";; *) echo "printed $out";; esac',
    'printf "the %s\\n" end; read -r',
    // The last output on a terminal can be lost when the terminal closes.
    'read -r _',
  ].join('\n')

function start(sso: SsoScene, words: string): Terminal {
  const env = { ...sso.testAws.home.env, ...sso.env, SSH_TTY: '/dev/pts/0' }
  return Terminal.start('bash', ['--norc', '-c', captured(words)], sso.testAws.home.path, env)
}

describe('assume PROFILE without a sign-in, on a terminal', () => {
  it.each(['\r', 'y\r', 'YES\r'])(
    'signs in and provides the session if the answer is %j',
    async (typed) => {
      const sso = await SsoScene.open()
      sso.oidc.timing.intervalSeconds = 1
      const terminal = start(sso, 'dev')
      const before = await terminal.waitFor(question)
      expect(plain(before)).toContain(plain(needed))
      terminal.type(typed)
      const shown = plain(await terminal.waitFor(/shows the code [A-Z]{4}-[A-Z]{4}/))
      sso.oidc.approve(shown.slice(-9), 'bob')
      const rest = plain(await terminal.waitFor('the end'))
      expectClean(rest)
      expect(rest).toContain('status 0\na session\n')
      expect(sso.portal.requests).toMatchObject([{ step: 'credentials', status: 200 }])
      expect(sso.modeOf()).toBe('600')
    },
  )

  it('does not sign in if the answer is n', async () => {
    const sso = await SsoScene.open()
    const terminal = start(sso, 'dev')
    await terminal.waitFor(question)
    terminal.type('perhaps\r')
    await terminal.waitFor('y or n')
    terminal.type('n\r')
    const rest = plain(await terminal.waitFor('the end'))
    expect(rest).toContain('  hint: assume login dev\n')
    expect(rest).toContain('status 3\nprinted (exit 3);\n')
    expect(sso.oidc.requests).toEqual([])
  })

  it.each([
    ['Ctrl-C', '\x03'],
    ['Ctrl-D', '\x04'],
  ])('is cancelled by %s', async (_, typed) => {
    const sso = await SsoScene.open()
    const terminal = start(sso, 'dev')
    await terminal.waitFor(question)
    terminal.type(typed)
    const rest = plain(await terminal.waitFor('the end'))
    expect(rest).toContain('assume: cancelled, nothing was changed\n')
    expect(rest).toContain('status 130\nprinted (exit 130);\n')
  })

  it('with --no-input exits with 3 without a question', async () => {
    const sso = await SsoScene.open()
    const terminal = start(sso, 'dev --no-input')
    const rest = plain(await terminal.waitFor('the end'))
    expect(rest).toContain('  hint: assume login dev\n')
    expect(rest).not.toContain('[Y/n]')
    expect(rest).toContain('status 3\nprinted (exit 3);\n')
  })
})
