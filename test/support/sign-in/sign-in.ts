import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type OidcStep,
  openSsoDirectory,
  type SsoDirectory,
  type SsoOidcServer,
  type SsoPortalServer,
  startSsoOidcServer,
  startSsoPortalServer,
} from 'aws-stand-in'
import { expect, onTestFinished } from 'vitest'
import { demoSso } from '../../../src/demo/fixture.ts'
import type { Home } from '../home.ts'
import { program } from '../program.ts'
import { core } from '../shells/posix-shells.ts'
import { TestAws } from '../test-aws.ts'
import { type Ended, type Login, startLogin } from './waiting-login.ts'

export const startUrl = 'https://demo.awsapps.com/start'

export const corp = `[sso-session corp]
sso_start_url = ${startUrl}
sso_region = eu-west-1
`

/** A profile with its own start URL and region, in the older format without an sso-session. */
export const old = `[profile old]
sso_start_url = ${startUrl}
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = Admin
`

export type { Ended }

type Env = Readonly<Record<string, string>>

/** Bob's home without a sign-in, and an IAM Identity Center in which he is a user. */
export class SignInScene {
  readonly home: Home
  readonly directory: SsoDirectory
  readonly portal: SsoPortalServer
  readonly oidc: SsoOidcServer

  private constructor(
    testAws: TestAws,
    directory: SsoDirectory,
    portal: SsoPortalServer,
    oidc: SsoOidcServer,
  ) {
    this.home = testAws.home
    this.directory = directory
    this.portal = portal
    this.oidc = oidc
  }

  static async open(config = corp, files: Env = {}): Promise<SignInScene> {
    const testAws = await TestAws.open({ config, credentials: '', files })
    const directory = openSsoDirectory(demoSso)
    const portal = await startSsoPortalServer(testAws.aws, directory)
    const oidc = await startSsoOidcServer(directory)
    onTestFinished(() => portal.close())
    onTestFinished(() => oidc.close())
    oidc.timing.intervalSeconds = 0.2
    oidc.browserUser = 'bob'
    return new SignInScene(testAws, directory, portal, oidc)
  }

  get env(): Env {
    return {
      ...this.home.env,
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      AWS_ENDPOINT_URL_SSO: this.portal.url,
      AWS_ENDPOINT_URL_SSO_OIDC: this.oidc.url,
    }
  }

  /** Starts `assume login` with these words, without a terminal. */
  login(words: readonly string[] = [], env: Env = {}): Login {
    return this.start(core.node, [core.script, 'login', ...words], env)
  }

  /** The command line of a process of the program. */
  command(...words: readonly string[]): readonly string[] {
    return [process.execPath, program, ...words]
  }

  /** Starts another program that runs `assume login`, for example a shell that first sets a limit. */
  start(file: string, args: readonly string[], env: Env = {}): Login {
    return startLogin(file, args, { ...this.env, ...env })
  }

  /** Signs Bob in with a device code. */
  async signIn(words: readonly string[] = [], env: Env = {}): Promise<Ended> {
    const login = this.login(['--use-device-code', ...words], env)
    this.oidc.approve(await login.userCode(), 'bob')
    return login.done
  }

  /** Runs the program to its end. */
  run(words: readonly string[], env: Env = {}): Promise<Ended> {
    return this.start(core.node, [core.script, ...words], env).done
  }

  /** The outcomes of the requests in the order of their arrival: `register ok`. */
  get outcomes(): readonly string[] {
    return this.oidc.requests.map(({ step, outcome }) => `${step} ${outcome}`)
  }

  /** Waits for a request with this outcome. */
  async until(outcome: string): Promise<void> {
    while (!this.outcomes.includes(outcome)) await new Promise((look) => setTimeout(look, 50))
  }

  asked(step: OidcStep): Readonly<Record<string, unknown>> {
    const request = this.oidc.requests.findLast((each) => each.step === step)
    if (!request) throw new Error(`nobody asked for ${step}`)
    return request.input
  }

  get cache(): string {
    return join(this.home.path, '.aws/sso/cache')
  }

  /** The contents of the cached files, by file name. It is empty if there is no folder. */
  cached(folder = this.cache): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
    const names = readdirIfThere(folder)
    return Object.fromEntries(
      names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]),
    )
  }

  /** Puts a file into the cache. */
  put(name: string, text: string): void {
    mkdirSync(this.cache, { recursive: true })
    writeFileSync(join(this.cache, name), text)
  }

  mode(path: string): string {
    return (statSync(join(this.home.path, path)).mode & 0o777).toString(8)
  }
}

/** The name that botocore gives to the file of a token. */
export const tokenFile = (sessionOrUrl: string) =>
  `${createHash('sha1').update(sessionOrUrl).digest('hex')}.json`

function readdirIfThere(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOENT' })
    return []
  }
}
