import { readFileSync } from 'node:fs'
import { execa, execaSync } from 'execa'
import { describe, expect, it } from 'vitest'
import { alice, bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { javascriptSdk2, quietSdks, type Sdk, sdks } from '../../support/aws/sdks.ts'
import { openStore, type Store } from '../../support/aws/store.ts'
import { keysOf } from '../../support/home.ts'
import { roleProfile } from '../../support/profiles.ts'
import { program } from '../../support/program.ts'
import { isInstalled } from '../../support/shells/shells.ts'
import { TestAws } from '../../support/test-aws.ts'

const assume = [process.execPath, program]

/** The ways in which a program is given a session, each with a command line and its environment. */
const ways: readonly {
  readonly name: string
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The token of the server is in a file. */
  readonly hasTokenFile?: true
}[] = [
  { name: 'exec', words: [...assume, 'exec', 'prod', '--'] },
  {
    name: 'exec --server',
    words: [...assume, 'exec', '--server', 'prod', '--'],
    hasTokenFile: true,
  },
  {
    name: 'exec --server --token-variable',
    words: [...assume, 'exec', '--server', '--token-variable', 'prod', '--'],
  },
  { name: 'each', words: [...assume, 'each', 'prod', '--'] },
  {
    name: 'credential-process, by AWS_PROFILE',
    words: [],
    env: { AWS_PROFILE: 'prod-tools', AWS_SDK_LOAD_CONFIG: '1' },
  },
]

/** Without quotes: the SDK for Go 1 and minio-go read no further than the first ones end. */
const byProcess = `credential_process = ${process.execPath} ${program} credential-process prod`

/** Other keys stand as `[default]` in both files. */
const open = () =>
  TestAws.open({
    config: [
      roleProfile('prod', noMfaRole),
      '[profile prod-tools]',
      byProcess,
      keysOf(alice, 'default'),
    ].join('\n'),
    credentials: `${keysOf(bob)}${keysOf(alice, 'default')}[store-tools]\n${byProcess}\n`,
  })

const run = (
  testAws: TestAws,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
) =>
  execa(words[0] ?? '', words.slice(1), {
    env: { PATH: process.env.PATH ?? '', ...testAws.home.env, ...quietSdks, ...env },
    extendEnv: false,
    reject: false,
    detached: true,
    stdin: 'ignore',
  })

const roleSession = new RegExp(
  `ASIA\\w{16} arn:aws:sts::123456789012:assumed-role/${noMfaRole.name}/Bob$`,
)

/** In plain sight where an SDK is not installed; CI needs all. */
function describeWith(sdk: Pick<Sdk, 'name' | 'isMissing'>, tests: () => void): void {
  if (!sdk.isMissing) describe(sdk.name, tests)
  else if (process.env.CI) {
    it(`${sdk.name} is installed`, () => {
      throw new Error(`CI runs these tests with ${sdk.name}; install it there`)
    })
  } else describe.skipIf(true)(`${sdk.name} (skipped: it is not installed)`, tests)
}

const takenBy =
  ({ isOld }: Pick<Sdk, 'isOld'>) =>
  ({ hasTokenFile }: (typeof ways)[number]) =>
    !isOld || !hasTokenFile

const toldOfToken =
  'assume: warning: a program requested keys without a token and got none; this program is older than 2024\n  hint: assume exec --server --token-variable'

for (const sdk of sdks) {
  describeWith(sdk, () => {
    it.each(ways.filter(takenBy(sdk)))(
      'signs as the role with $name, not as [default]',
      async ({ words, env }) => {
        const { stdout, stderr } = await run(await open(), [...words, ...sdk.command], env)
        expect({ stdout, stderr }).toEqual({
          stdout: expect.stringMatching(roleSession),
          stderr: '',
        })
      },
    )

    it.runIf(sdk.isOld)('gets no keys by exec --server, which says why', async () => {
      const way = [...assume, 'exec', '--server', 'prod', '--']
      const { stdout, stderr } = await run(await open(), [...way, ...sdk.command])
      expect({ stdout, stderr }).toEqual({
        stdout: '',
        stderr: expect.stringContaining(toldOfToken),
      })
    })

    it('signs as [default] where there is no session, so that the tests above tell', async () => {
      const { stdout } = await run(await open(), sdk.command)
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

/** Clients of S3, of 2022 in Debian. Each reads the profile in its own file. */
const clients: readonly {
  readonly name: string
  readonly profile: string
  readonly words: (url: string) => readonly string[]
}[] = [
  {
    name: 'rclone',
    profile: 'prod-tools',
    words: () => ['rclone', 'lsd', 'store:', '--retries', '1', '--low-level-retries', '1'],
  },
  {
    name: 'restic',
    profile: 'store-tools',
    words: (url) => ['restic', '--no-cache', '-r', `s3:${url}/data`, 'cat', 'config'],
  },
]

const settingsOf = ({ url }: Store) => ({
  RCLONE_CONFIG_STORE_TYPE: 's3',
  RCLONE_CONFIG_STORE_PROVIDER: 'Other',
  RCLONE_CONFIG_STORE_ENV_AUTH: 'true',
  RCLONE_CONFIG_STORE_ENDPOINT: url,
  RCLONE_CONFIG_STORE_REGION: 'us-east-1',
  RESTIC_PASSWORD: 'x',
})

/** Debian's of 2022; later versions read the file with the token. */
const isOld = (name: string) =>
  isInstalled(name) && /^(rclone v1\.60|restic 0\.14)/.test(execaSync(name, ['version']).stdout)

for (const { name, profile, words: wordsAt } of clients) {
  describeWith({ name, isMissing: !isInstalled(name) }, () => {
    it.each(ways.filter(takenBy(isOld(name) ? { isOld: true } : {})))(
      'signs as the role with $name',
      async ({ words, env }) => {
        const [testAws, store] = [await open(), await openStore()]
        const { session } = await testAws.session(['prod'])
        const ofProfile = env && { ...env, AWS_PROFILE: profile }
        await run(testAws, [...words, ...wordsAt(store.url)], {
          ...settingsOf(store),
          ...ofProfile,
        })
        expect([...new Set(store.signers)]).toEqual([`${session.AccessKeyId} token`])
      },
    )

    it.runIf(isOld(name))('gets no keys by exec --server, which says why', async () => {
      const [testAws, store] = [await open(), await openStore()]
      const words = [...assume, 'exec', '--server', 'prod', '--', ...wordsAt(store.url)]
      const { stderr } = await run(testAws, words, settingsOf(store))
      expect(stderr).toContain(toldOfToken)
      expect(store.signers.filter((signer) => signer !== 'nobody')).toEqual([])
    })

    it('signs as [default] where there is no session, so that the tests above tell', async () => {
      const [testAws, store] = [await open(), await openStore()]
      await run(testAws, wordsAt(store.url), settingsOf(store))
      expect([...new Set(store.signers)]).toEqual([alice.accessKeys[0]?.accessKeyId])
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

describe.skipIf(!isInstalled('rclone'))('the recipe for rclone with a ca_bundle', () => {
  const bundle = { AWS_CA_BUNDLE: '/etc/ssl/certs/ca-certificates.crt' }

  it('works', async () => {
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
