import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { roleArn } from 'aws-stand-in'
import { describe, expect, it } from 'vitest'
import { noMfaRole } from '../../../src/demo/fixture.ts'
import { canSeeProcesses, Pipe, startInto, waits } from '../../support/processes/pipe.ts'
import { evaluated, TestAws } from '../../support/test-aws.ts'

const dev = `[profile dev]
role_arn = ${roleArn(noMfaRole)}
source_profile = Bob
region = eu-west-1
`
const config = `${dev}
[profile told]
credential_process = sh HOME/credentials
source_arn = x
`

const script = `for i in 1 2 3; do echo "said by the program, $i" >&2; done
printf '{"Version": 1, "AccessKeyId": "AKIAEXAMPLE", "SecretAccessKey": "sesame"}'
`

async function open({ isActive }: Row) {
  const testAws = await TestAws.open({ files: { credentials: script } })
  const { path } = testAws.home
  writeFileSync(join(path, '.aws/config'), config.replace('HOME', path))
  const { stdout } = await testAws.assume(['dev'])
  return { testAws, held: isActive ? await evaluated(stdout) : {} }
}

interface Row {
  readonly words: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Whether the shell has an active session of dev. */
  readonly isActive?: true
  /** The whole output, if the command changes something and so prints another text the second time. */
  readonly expected?: string
}

const toStdout: readonly Row[] = [
  { words: ['list'] },
  { words: ['list', '--format', 'json'] },
  { words: ['explain', 'dev'] },
  { words: ['explain', 'dev', '--format', 'json'] },
  { words: ['status'], isActive: true },
  { words: ['status', '--verify'], isActive: true },
  { words: ['status', '--format', 'json'], isActive: true },
  { words: ['cache', 'list'] },
  { words: ['cache', 'list', '--format', 'json'] },
  { words: ['cache', 'clear'] },
  { words: ['cache', 'clear', 'dev'], expected: '1 session cleared\n' },
  { words: ['doctor', '--offline'] },
  { words: ['doctor', '--offline', '--format', 'json'] },
  { words: ['policy', 'trust', '--user', 'Bob', '--account', '123456789012'] },
  { words: ['policy', 'identity', '--role', 'reader', '--account', '123456789012'] },
  { words: ['setup', 'Bob', 'reader', '--account', '123456789012', '--mfa', '--access-key'] },
  { words: ['--help'] },
  { words: ['help'] },
  { words: ['each', '--help'] },
  { words: ['init', 'zsh'] },
  { words: ['init', 'bash', '--print-path'] },
  { words: ['--version'] },
  { words: ['console', 'dev', '--url'] },
  { words: ['console', '--logout', '--url'] },
  { words: ['credential-process', 'dev'] },
  { words: ['dev'] },
  { words: ['dev', '--format', 'fish'] },
  { words: ['dev', '--format', 'json'] },
  { words: ['dev', '--format', 'process'] },
  { words: ['unset'], isActive: true },
  { words: ['nobody'] },
  { words: ['exec', 'dev', '--', 'printenv', 'ASSUME_ROLE'] },
  { words: ['each', 'dev', '--', 'printenv', 'ASSUME_ROLE'] },
  { words: ['each', 'dev', '--group', '--', 'printenv', 'ASSUME_ROLE'] },
  { words: ['each', 'dev', '--json', '--', 'printenv', 'ASSUME_ROLE'] },
]

const toStderr: readonly Row[] = [
  { words: ['nobody', '--format', 'process'] },
  { words: ['list', '--format', 'xml'] },
  { words: ['list'] },
  { words: ['dev', '--debug', '--format', 'process'] },
  { words: ['told', '--format', 'process'] },
  { words: ['setup', 'Bob', 'reader', '--account', '123456789012'] },
  { words: ['each', 'dev', '--', 'sh', '-c', 'echo out; echo err >&2; exit 3'] },
  { words: ['each', 'dev', '--group', '--', 'sh', '-c', 'echo err >&2; exit 3'] },
  { words: ['exec', 'dev', '--debug', '--', 'sh', '-c', 'echo err >&2'] },
]

describe.skipIf(!canSeeProcesses)('a full pipe', () => {
  it.each(toStdout.map(named))('gets the whole stdout of %s', (_, row) =>
    expectWhole(row, '>"$OUT"', async (testAws, env) => {
      const { stdout, exitCode } = await testAws.assume(row.words, { env })
      return { text: stdout, exitCode }
    }),
  )

  it.each(toStderr.map(named))('gets the whole stderr of %s', (_, row) =>
    expectWhole(row, '2>"$OUT" >/dev/null', async (testAws, env) => {
      const { stderr, exitCode } = await testAws.assume(row.words, { env })
      return { text: stderr, exitCode }
    }),
  )

  it.each([
    [
      'stderr and stdout in order, if both use it',
      { words: ['explain', 'told', '--debug'] },
      '>"$OUT" 2>&1',
    ],
    [
      'the code for the wrapper',
      { words: ['dev'], env: { ASSUME_EVAL_FD: '3', ASSUME_SHELL: 'bash' } },
      '3>"$OUT" >/dev/null',
    ],
  ] satisfies [string, Row, string][])('gets %s', (_, row: Row, redirection) =>
    expectWhole(row, redirection, async (testAws, env) => {
      const pipe = await Pipe.make(testAws.home.path, 'roomy')
      const run = await startInto(row.words, { redirection, env: { ...env, OUT: pipe.path } })
      const { exitCode } = await run.ended
      return { text: (await pipe.read()).toString(), exitCode }
    }),
  )
})

const named = (row: Row) => [row.words.join(' '), row] as const

type Env = Readonly<Record<string, string>>

/** Gets the whole output when it is not blocked. */
type Whole = (
  testAws: TestAws,
  env: Env,
) => Promise<{ readonly text: string; readonly exitCode: number | undefined }>

/** Expects the whole output through a full pipe. The program waits until the pipe is read. */
async function expectWhole(row: Row, redirection: string, whole: Whole) {
  const { testAws, held } = await open(row)
  const signIn = { AWS_ENDPOINT_URL_SIGNIN_FEDERATION: testAws.aws.url }
  const env = { ...testAws.home.env, ...signIn, ...held, ...row.env }
  const { expected } = row
  const before = expected ? { text: expected, exitCode: 0 } : await whole(testAws, env)
  expect(before.text).not.toBe('')
  const pipe = await Pipe.make(testAws.home.path)
  const length = pipe.fill()
  const run = await startInto(row.words, { redirection, env: { ...env, OUT: pipe.path } })
  expect(await waits(run.pid)).toBe(true)
  const read = await pipe.read()
  const { exitCode } = await run.ended
  expect(normal(read.subarray(length).toString())).toBe(normal(before.text))
  expect(exitCode).toBe(before.exitCode)
}

/** Removes what differs in each run: seconds and keys. */
const normal = (text: string) => text.replaceAll(/[\w%+/=-]{60,}|ASIA\w+|\d+/g, '#')
