import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { alice, noMfaRole } from '../../../src/demo/fixture.ts'
import { javascriptSdk2, type Sdk, sdks } from '../../support/aws/sdks.ts'
import { assume, inEach, noWay, open, run, takenBy, ways } from '../../support/aws/session-ways.ts'
import { openStore } from '../../support/aws/store.ts'
import { clients, settingsOf } from '../../support/aws/store-clients.ts'
import { isInstalled } from '../../support/shells/shells.ts'

const roleSession = new RegExp(
  `ASIA\\w{16} arn:aws:sts::123456789012:assumed-role/${noMfaRole.name}/Bob$`,
)

/** Reports the tests as skipped if the SDK is not installed. In CI, a missing SDK is a failure. */
function describeWith(sdk: Pick<Sdk, 'name' | 'isMissing'>, tests: () => void): void {
  if (!sdk.isMissing) describe(sdk.name, tests)
  else if (process.env.CI) {
    it(`${sdk.name} is installed`, () => {
      throw new Error(`CI runs these tests with ${sdk.name}; install it there`)
    })
  } else describe.skipIf(true)(`${sdk.name} (skipped: it is not installed)`, tests)
}

const toldOfToken =
  'assume: warning: a program requested keys without a token and got none; this program is older than 2024\n  hint: assume exec --server --token-variable'

for (const sdk of sdks) {
  describeWith(sdk, () => {
    it.each(ways.filter(takenBy(sdk)))(
      'signs as the role with $name, not as [default]',
      async (way) => {
        expect((await inEach(way)).printed(sdk)).toEqual({
          stdout: expect.stringMatching(roleSession),
          stderr: '',
        })
      },
    )

    it.runIf(sdk.isOld)('gets no credentials from exec --server, which says why', async () => {
      const way = [...assume, 'exec', '--server', 'prod', '--']
      const { stdout, stderr } = await run(await open(), [...way, ...sdk.command])
      expect({ stdout, stderr }).toEqual({
        stdout: '',
        stderr: expect.stringContaining(toldOfToken),
      })
    })

    it('signs as [default] without a session, so the tests above can fail', async () => {
      const { stdout } = (await inEach(noWay)).printed(sdk)
      expect(stdout).toMatch(/^AKIA\w{16} arn:aws:iam::123456789012:user\/Alice$/i)
    })
  })
}

describeWith(javascriptSdk2, () => {
  it('does not find the profile of credential-process without AWS_SDK_LOAD_CONFIG', async () => {
    const env = { AWS_PROFILE: 'prod-tools' }
    const { stdout, exitCode } = await run(await open(), javascriptSdk2.command, env)
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 })
  })
})

for (const client of clients) {
  describeWith(client, () => {
    it.each(ways.filter(takenBy(client)))('signs as the role with $name', async (way) => {
      const { signers, session } = await inEach(way)
      expect(signers(client)).toEqual([`${session.AccessKeyId} token`])
    })

    it.runIf(client.isOld)('gets no credentials from exec --server, which says why', async () => {
      const [testAws, store] = [await open(), await openStore()]
      const words = [...assume, 'exec', '--server', 'prod', '--', ...client.words(store.url)]
      const { stderr } = await run(testAws, words, settingsOf(store))
      expect(stderr).toContain(toldOfToken)
      expect(store.signers.filter((signer) => signer !== 'nobody')).toEqual([])
    })

    it('signs as [default] without a session, so the tests above can fail', async () => {
      const { signers } = await inEach(noWay)
      expect(signers(client)).toEqual([alice.accessKeys[0]?.accessKeyId])
    })
  })
}

const recipes = readFileSync(new URL('../../../docs/recipes.md', import.meta.url), 'utf8')

describe.skipIf(!isInstalled('curl'))('the recipe for curl', () => {
  it.each(['bash', 'zsh'].filter(isInstalled))('signs as the role in %s', async (shell) => {
    const [, recipe = ''] = /^(curl --aws-sigv4[\s\S]*?)^```$/m.exec(recipes) ?? []
    const code = recipe.replace('https://sts.eu-west-1.amazonaws.com', '"$AWS_ENDPOINT_URL_STS"')
    const words = [...assume, 'exec', 'prod', '--', shell, '-c', code]
    const { stdout } = await run(await open(), words)
    expect(stdout).toMatch(/<Arn>arn:aws:sts::123456789012:assumed-role\/[\w-]+\/Bob<\/Arn>/)
  })
})

describe.skipIf(!isInstalled('rclone'))('the recipe for rclone with AWS_CA_BUNDLE', () => {
  const bundle = { AWS_CA_BUNDLE: '/etc/ssl/certs/ca-certificates.crt' }

  it('signs as the role', async () => {
    const [testAws, store] = [await open(), await openStore()]
    const { session } = await testAws.session(['prod'])
    const [, recipe = ''] =
      /^assume exec prod -- sh -c '(env -u AWS_CA_BUNDLE .*)'$/m.exec(recipes) ?? []
    const env = { ...settingsOf(store), ...bundle }
    const exec = [...assume, 'exec', 'prod', '--']
    await run(testAws, [...exec, 'sh', '-c', recipe], env)
    expect(store.signers).toEqual([`${session.AccessKeyId} token`])
  })
})
