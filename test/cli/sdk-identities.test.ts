import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { alice, bob, noMfaRole } from '../../src/demo/story.ts'
import { keysOf } from '../support/home.ts'
import { roleProfile } from '../support/profiles.ts'
import { program } from '../support/program.ts'
import { Scene } from '../support/scene.ts'
import { javascriptSdk2, quietSdks, type Sdk, sdks } from '../support/sdks.ts'

const assume = [process.execPath, program]

/** The ways in which a program is given a session, each with a command line and its environment. */
const ways: readonly {
  readonly name: string
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}[] = [
  { name: 'exec', words: [...assume, 'exec', 'prod', '--'] },
  { name: 'exec --server', words: [...assume, 'exec', '--server', 'prod', '--'] },
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

/** Other keys stand as `[default]` in both files. */
const open = () =>
  Scene.open({
    config: [
      roleProfile('prod', noMfaRole),
      '[profile prod-tools]',
      `credential_process = "${process.execPath}" "${program}" credential-process prod`,
      keysOf(alice, 'default'),
    ].join('\n'),
    credentials: `${keysOf(bob)}${keysOf(alice, 'default')}`,
  })

const run = (scene: Scene, words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  execa(words[0] ?? '', words.slice(1), {
    env: { PATH: process.env.PATH ?? '', ...scene.home.env, ...quietSdks, ...env },
    extendEnv: false,
    reject: false,
    detached: true,
    stdin: 'ignore',
  })

const roleSession = new RegExp(
  `ASIA\\w{16} arn:aws:sts::123456789012:assumed-role/${noMfaRole.name}/Bob$`,
)

/** In plain sight where an SDK is not installed; CI needs all. */
function describeWith(sdk: Sdk, tests: () => void): void {
  if (!sdk.isMissing) describe(sdk.name, tests)
  else if (process.env.CI) {
    it(`${sdk.name} is installed`, () => {
      throw new Error(`CI runs these tests with ${sdk.name}; install it there`)
    })
  } else describe.skipIf(true)(`${sdk.name} (skipped: it is not installed)`, tests)
}

for (const sdk of sdks) {
  describeWith(sdk, () => {
    it.each(ways)('signs as the role with $name, not as [default]', async ({ words, env }) => {
      const { stdout, stderr } = await run(await open(), [...words, ...sdk.command], env)
      expect({ stdout, stderr }).toEqual({ stdout: expect.stringMatching(roleSession), stderr: '' })
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
