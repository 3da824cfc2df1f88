import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AwsServer, roleArn } from 'aws-stand-in'
import { alice, bob, demoRole, noMfaRole } from '../../../src/demo/fixture.ts'
import { type Files, type Home, keysOf, temporaryHome } from '../home.ts'
import { runProgram } from '../processes/run-program.ts'
import { core, type EvalShell, type Invocation } from './posix-shells.ts'
import { environment } from './shells.ts'

/** The ARN that STS returns for Bob's session of this role. */
const arnOf = (role: { readonly name: string; readonly account: string }) =>
  `arn:aws:sts::${role.account}:assumed-role/${role.name}/Bob`

export const demoArn = arnOf(demoRole)

/** The ARN for the profiles in Bob's config file, which assume a role without MFA. */
export const profileArn = arnOf(noMfaRole)

/** Arguments in the form of the former script: a profile, a role and an MFA code. */
export const demoWords = `Bob ${demoRole.name} 123456`

/** The message after the first use of an MFA code. */
export const oneCode =
  'assume: MFA done: roles reached from profile "Bob" need no more codes for 4 h'

const taking = (name: string, more: readonly string[] = []) => [
  `[profile ${name}]`,
  `role_arn = ${roleArn(noMfaRole)}`,
  'source_profile = Bob',
  'role_session_name = Bob',
  ...more,
  '',
]

/** `plain` has no further settings. `settled` has every setting of a profile that affects endpoints. */
const config = [
  ...taking('plain'),
  ...taking('ireland', ['region = eu-west-1']),
  ...taking('settled', [
    'region = us-west-2',
    'use_fips_endpoint = true',
    'use_dualstack_endpoint = false',
    'ignore_configured_endpoint_urls = false',
    'endpoint_url = http://127.0.0.1:9/all',
    'services = local',
  ]),
  '[services local]',
  's3 =',
  '  endpoint_url = http://127.0.0.1:9/s3',
  '',
].join('\n')

interface Script {
  readonly env?: Readonly<Record<string, string>>
  /** Options of the shell. */
  readonly options?: readonly string[]
}

/** Bob's home with his keys and some profiles, and with `assume` on PATH as install.sh installs it. */
export class ShellSession {
  readonly home: Home

  constructor(aws: AwsServer, files: Files = {}, makeHome = temporaryHome) {
    this.home = makeHome(
      {
        '.aws/credentials': `${keysOf(bob)}${keysOf(alice)}`,
        '.aws/config': config,
        ...files,
      },
      aws,
    )
    const bin = join(this.home.path, 'bin')
    mkdirSync(bin)
    this.write('bin/assume', [
      '#!/bin/sh',
      `set -- '${core.node}' '${core.script}' "$@"`,
      `. '${core.launcher}'`,
    ])
    chmodSync(join(bin, 'assume'), 0o755)
  }

  get env(): Record<string, string> {
    const { PATH, ...others } = environment(this.home.path)
    return { ...others, ...this.home.env, PATH: `${join(this.home.path, 'bin')}:${PATH}` }
  }

  path(name: string): string {
    return join(this.home.path, name)
  }

  /** Writes a file in the home directory. */
  write(name: string, lines: readonly string[]): void {
    writeFileSync(this.path(name), `${lines.join('\n')}\n`)
  }

  /** Runs lines in a shell without a terminal, so that nothing can prompt. */
  async run(shell: EvalShell, lines: readonly string[], { env, options = [] }: Script = {}) {
    const command = [...shell.command, ...options, '-c', lines.join('\n')]
    const { stdout, stderr, exitCode } = await runProgram(command, {
      cwd: this.home.path,
      env: { ...this.env, ...env },
      detached: true,
    })
    return { stdout, stderr, exitCode }
  }

  /** Like `run`, but first runs the lines that this way of loading a session requires. */
  go({ shell, load }: Invocation, lines: readonly string[], script: Script = {}) {
    return this.run(shell, [...load, ...lines], script)
  }
}
