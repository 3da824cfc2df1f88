import { type AwsServer, type AwsServerOptions, startAwsServer } from 'aws-stand-in'
import { expect, onTestFinished } from 'vitest'
import { bob, demoWorld } from '../../src/demo/fixture.ts'
import { type Files, type Home, keysOf, temporaryHome } from './home.ts'
import { printedVariables } from './printed-variables.ts'
import { runProgram } from './processes/run-program.ts'
import { assume, type PrintedSession, type Run } from './program.ts'

export interface TestAwsSetup extends AwsServerOptions {
  /** The content of `~/.aws/config`. By default there is no such file. */
  readonly config?: string
  /** The content of `~/.aws/credentials`, by default Bob's keys. If it is empty, there is no such file. */
  readonly credentials?: string
  readonly files?: Files
}

/** The output and the exit status of a run, and its calls to AWS, in order. */
export interface Outcome {
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number | undefined
  readonly calls: readonly SeenCall[]
}

/** The parameters of a call. `by` is the key id, and `at` is the region of the signature. */
export type SeenCall = Readonly<Record<string, string | undefined>>

/** A home directory, with an AWS stand-in of its own. */
export class TestAws {
  readonly aws: AwsServer
  readonly home: Home

  private constructor(aws: AwsServer, home: Home) {
    this.aws = aws
    this.home = home
  }

  static async open(props: TestAwsSetup = {}): Promise<TestAws> {
    const { config, credentials = keysOf(bob), files = {}, ...options } = props
    const aws = await startAwsServer({ world: demoWorld, ...options })
    onTestFinished(() => aws.close())
    const all = {
      ...(config !== undefined && { '.aws/config': config }),
      ...(credentials !== '' && { '.aws/credentials': credentials }),
      ...files,
    }
    return new TestAws(aws, temporaryHome(all, aws))
  }

  /** Runs the program. Whatever its exit status is, expects stderr to contain no secret and no warning of Node.js. */
  async assume(args: readonly string[], run: Run = {}): Promise<Outcome> {
    const seen = this.aws.calls.length
    const env = { ...this.home.env, ...run.env }
    const { stdout, stderr, exitCode } = await assume(args, { ...run, env })
    expectClean(stderr)
    return { stdout, stderr, exitCode, calls: this.aws.calls.slice(seen).map(seenCall) }
  }

  /** Runs the program with `--format process`, and parses the session that it prints. */
  async session(args: readonly string[], run: Run = {}) {
    const { stdout, ...others } = await this.assume([...args, '--format', 'process'], run)
    expect(others.exitCode, others.stderr).toBe(0)
    const session: PrintedSession = JSON.parse(stdout)
    return { session, ...others }
  }

  /** The caller that STS confirms for these variables, as `assume status --verify` prints it. */
  async callerOf(variables: Readonly<Record<string, string>>): Promise<string | undefined> {
    const { stdout } = await this.assume(['status', '--verify'], { env: variables })
    return /^STS confirms: (.*)$/m.exec(stdout)?.[1]
  }
}

/** The variables of AWS and assume in the environment of a POSIX shell that has evaluated the code. */
export async function evaluated(
  code: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Record<string, string>> {
  const { stdout, stderr, exitCode } = await runProgram(
    ['sh', '-c', 'eval "$1"; env -0', 'sh', code],
    {
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...env },
    },
  )
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 })
  return Object.fromEntries(printedVariables(stdout).filter(([name]) => /^(AWS|ASSUME)/.test(name)))
}

function seenCall({ action, params, accessKeyId, region }: AwsServer['calls'][number]): SeenCall {
  return { action, ...params, by: accessKeyId, at: region }
}

/** Expects no secret (40 characters of base64), no session token (all begin alike), no warning and no stack trace. */
export function expectClean(stderr: string): void {
  // The names of files of `aws login` are hashes, which are no secrets.
  const others = stderr.replace(/\/[0-9a-f]{64}\.json\b/g, '')
  expect(others).not.toMatch(/[A-Za-z0-9+/]{40}|IQoJb3JpZ2lu/)
  expect(stderr).not.toMatch(/\(node:|Warning:|this is a bug|^\s+at /m)
}
