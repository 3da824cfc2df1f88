import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { openSsoDirectory, type SsoOidcServer, startSsoOidcServer } from 'aws-stand-in'
import { expect, onTestFinished, test } from 'vitest'
import { demoSso } from '../../../src/demo/fixture.ts'
import { aws } from '../../support/aws/aws.ts'
import { type Invocation, wrappedWays } from '../../support/shells/posix-shells.ts'
import { ShellSession } from '../../support/shells/shell-session.ts'
import { describeIn, shellNamed } from '../../support/shells/shells.ts'
import { plain, Terminal } from '../../support/terminal/pty.ts'

const config = `[sso-session corp]
sso_start_url = https://demo.awsapps.com/start
sso_region = eu-west-1
`

async function atPrompt({ shell, load }: Invocation, env: Record<string, string> = {}) {
  const row = shellNamed(shell.name)
  const oidc = await startSsoOidcServer(openSsoDirectory(demoSso))
  onTestFinished(() => oidc.close())
  oidc.timing.intervalSeconds = 0.2
  const bob = new ShellSession(aws, { '.aws/config': config })
  const sso = { AWS_ENDPOINT_URL_SSO_OIDC: oidc.url, HOME: bob.home.path }
  const terminal = await Terminal.open(row, bob.home.path, load, { ...bob.env, ...sso, ...env })
  return { oidc, bob, terminal }
}

async function codeOn(terminal: Terminal): Promise<string> {
  return plain(await terminal.waitFor(/shows the code [A-Z]{4}-[A-Z]{4}/)).slice(-9)
}

const signedIn = (terminal: Terminal) => terminal.waitFor('assume: signed in to corp; ')

const tokensAsked = ({ requests }: SsoOidcServer) =>
  requests.filter(({ step, outcome }) => step === 'token' && outcome === 'ok')

for (const way of wrappedWays) {
  const { shell } = way
  const showStatus = `echo "<${shell.status}>"`

  const tests = () => {
    test('assume login signs in with a code', async () => {
      const { oidc, terminal } = await atPrompt(way)
      terminal.type(`${way.assume('login')}\r`)
      oidc.approve(await codeOn(terminal), 'bob')
      await signedIn(terminal)
      await terminal.waitFor('~~> ')
      expect((await terminal.run(showStatus)).output).toContain('\n<0>\n')
      expect(tokensAsked(oidc)).toHaveLength(1)
    })

    test('Ctrl-C cancels assume login', async () => {
      const { oidc, terminal } = await atPrompt(way)
      terminal.type(`${way.assume('login')}\r`)
      await codeOn(terminal)
      terminal.type('\x03')
      await terminal.waitFor('~~> ')
      // Ctrl-C also interrupts zsh, which then sets its own exit status.
      const status = shell.name === 'zsh' ? 1 : 130
      expect((await terminal.run(showStatus)).output).toContain(`\n<${status}>\n`)
      expect(tokensAsked(oidc)).toEqual([])
    })

    test('the shell does not wait for a browser that stays open', async () => {
      const browser = `sh -c 'curl -sSL -o page "$0"; cat fifo'`
      const { oidc, bob, terminal } = await atPrompt(way, { BROWSER: browser })
      oidc.browserUser = 'bob'
      execFileSync('sh', ['-c', 'mkfifo "$0"', bob.path('fifo')])
      onTestFinished(() => writeFileSync(bob.path('fifo'), ''))
      terminal.type(`${way.assume('login')}\r`)
      await signedIn(terminal)
      await terminal.waitFor('~~> ')
      expect((await terminal.run(showStatus)).output).toContain('\n<0>\n')
    })
  }
  describeIn(shell, tests, way.name)
}
