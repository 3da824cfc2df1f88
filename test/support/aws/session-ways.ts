import { alice, bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { keysOf } from '../home.ts'
import { runProgram } from '../processes/run-program.ts'
import { roleProfile } from '../profiles.ts'
import { program } from '../program.ts'
import { core } from '../shells/posix-shells.ts'
import { quoted } from '../shells/shells.ts'
import { TestAws } from '../test-aws.ts'
import { quietSdks, type Sdk, sdks } from './sdks.ts'
import { openStore, type Store } from './store.ts'
import { type Client, clients, settingsOf } from './store-clients.ts'

/** The command line of the core. */
export const assume = [process.execPath, program]

export interface Way {
  readonly name: string
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** The program reads the token of the server from a file. */
  readonly hasTokenFile?: true
}

/** The ways to give a program a session, each with a command line and an environment. */
export const ways: readonly Way[] = [
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

/** The way of a program that gets no session. */
export const noWay: Way = { name: '', words: [] }

/** This line has no quotes, since the SDK for Go 1 and minio-go read only up to the end of the first quoted text. */
const byProcess = `credential_process = ${core.node} ${core.script} credential-process prod`

/** In both files, `[default]` has other keys. */
export const open = () =>
  TestAws.open({
    config: [
      roleProfile('prod', noMfaRole),
      '[profile prod-tools]',
      byProcess,
      keysOf(alice, 'default'),
    ].join('\n'),
    credentials: `${keysOf(bob)}${keysOf(alice, 'default')}[store-tools]\n${byProcess}\n`,
  })

export const run = (
  testAws: TestAws,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
) =>
  runProgram(words, {
    env: { PATH: process.env.PATH ?? '', ...testAws.home.env, ...quietSdks, ...env },
    detached: true,
  })

/** Whether a program supports a way. Old programs cannot read the token from a file. */
export const takenBy =
  ({ isOld }: Pick<Sdk, 'isOld'>) =>
  ({ hasTokenFile }: Way) =>
    !isOld || !hasTokenFile

/** Runs each program once with a session from this way. All programs run in one shell. */
async function runAll(way: Way) {
  const { words, env = {} } = way
  const testAws = await open()
  const { session } = await testAws.session(['prod'])
  const stores = new Map<string, Store>()
  const lines: string[] = []
  const add = (name: string, command: readonly string[]) =>
    lines.push(`echo '== ${name}'; echo '== ${name}' >&2`, command.map(quoted).join(' '))
  for (const sdk of sdks) if (!sdk.isMissing && takenBy(sdk)(way)) add(sdk.name, sdk.command)
  for (const client of clients) {
    if (client.isMissing || !takenBy(client)(way)) continue
    const store = await openStore()
    stores.set(client.name, store)
    const variables = {
      ...settingsOf(store),
      ...(env.AWS_PROFILE && { AWS_PROFILE: client.profile }),
    }
    const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
    add(client.name, ['env', ...settings, ...client.words(store.url)])
  }
  const { stdout, stderr } = await run(testAws, [...words, 'sh', '-c', lines.join('\n')], env)
  return {
    session,
    /** The signers of the client's requests, without duplicates. */
    signers: ({ name }: Client) => [...new Set(stores.get(name)?.signers)],
    printed: ({ name }: Sdk) => ({
      stdout: sectionOf(stdout, name),
      stderr: sectionOf(stderr, name),
    }),
  }
}

/** The output between the line that names a program and the next such line. `each` prefixes lines with the target. */
const sectionOf = (text: string, name: string) => {
  const [, section] = `${text.replaceAll(/^prod \| /gm, '')}\n== `.split(`== ${name}\n`)
  return section?.split(/^== /m)[0]?.trimEnd()
}

const runs = new Map<Way, ReturnType<typeof runAll>>()

/** The results of the programs with this way. They run only once, at the first call. */
export function inEach(way: Way): ReturnType<typeof runAll> {
  const known = runs.get(way) ?? runAll(way)
  runs.set(way, known)
  return known
}
