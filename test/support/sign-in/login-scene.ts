import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  type LoginCache,
  roleArn,
  type SignInServer,
  startSignInServer,
  userArn,
} from 'aws-stand-in'
import { expect, onTestFinished } from 'vitest'
import { admin, bob, noMfaRole } from '../../../src/demo/fixture.ts'
import type { Home } from '../home.ts'
import { program } from '../program.ts'
import { core } from '../shells/posix-shells.ts'
import { TestAws } from '../test-aws.ts'
import { type Ended, type Login, startLogin } from './waiting-login.ts'

type Env = Readonly<Record<string, string>>

export const bobs = userArn(bob)
export const admins = userArn(admin)

/** Profiles `me` of Bob, and `reader` with a role and the source profile `me`. */
export const loginProfiles = `[profile me]
login_session = ${bobs}
region = eu-west-1

[profile reader]
role_arn = ${roleArn(noMfaRole)}
source_profile = me
role_session_name = worker
`

/** A home without a sign-in, and an AWS Sign-In whose browser belongs to Bob. */
export class LoginScene {
  readonly testAws: TestAws
  readonly home: Home
  readonly signIn: SignInServer

  private constructor(testAws: TestAws, signIn: SignInServer) {
    this.testAws = testAws
    this.home = testAws.home
    this.signIn = signIn
  }

  static async open(config = loginProfiles, files: Env = {}): Promise<LoginScene> {
    const testAws = await TestAws.open({ config, credentials: '', files })
    const signIn = await startSignInServer(testAws.aws)
    onTestFinished(() => signIn.close())
    signIn.browserUser = bob
    return new LoginScene(testAws, signIn)
  }

  get env(): Env {
    return {
      ...this.home.env,
      PATH: process.env.PATH ?? '/usr/bin:/bin',
      AWS_ENDPOINT_URL_SIGNIN: this.signIn.url,
    }
  }

  /** Starts `assume login` with these words and without a terminal. By default, it has a display for a browser. */
  login(words: readonly string[] = ['me', '--no-browser'], env: Env = { DISPLAY: ':99' }): Login {
    return this.start(core.node, [core.script, 'login', ...words], env)
  }

  /** Like `login`, in a separate process, which closes all its files and ports when it ends. */
  loginAsProcess(...words: readonly string[]): Login {
    return this.start(process.execPath, [program, 'login', ...words], { DISPLAY: ':99' })
  }

  start(file: string, args: readonly string[], env: Env = {}): Login {
    return startLogin(file, args, { ...this.env, ...env })
  }

  /** Runs the program to its end. */
  run(words: readonly string[], env: Env = {}): Promise<Ended> {
    return this.start(core.node, [core.script, ...words], env).done
  }

  /** Signs in with a browser. */
  async signedIn(words: readonly string[] = ['me'], env: Env = {}): Promise<Ended> {
    const login = this.login([...words, '--no-browser'], { DISPLAY: ':99', ...env })
    await fetch(await login.page())
    return login.done
  }

  /** The outcomes of the requests in the order of their arrival: `authorize ok`. */
  get outcomes(): readonly string[] {
    return this.signIn.requests.map(({ step, outcome }) => `${step} ${outcome}`)
  }

  asked(step: 'token' | 'authorize'): Readonly<Record<string, unknown>> {
    const request = this.signIn.requests.findLast((each) => each.step === step)
    if (!request) throw new Error(`nobody asked for ${step}`)
    return request.input
  }

  get folder(): string {
    return join(this.home.path, '.aws/login/cache')
  }

  /** The names of all sign-in files. */
  files(): readonly string[] {
    try {
      return readdirSync(this.folder)
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOENT' })
      return []
    }
  }

  saved(session = bobs): LoginCache & { readonly accessToken: Env } {
    return JSON.parse(readFileSync(join(this.folder, fileOf(session)), 'utf8'))
  }

  mode(path: string): string {
    return (statSync(join(this.folder, path)).mode & 0o777).toString(8)
  }
}

/** The name that botocore gives to the file of a sign-in. */
export const fileOf = (session: string) =>
  `${createHash('sha256').update(session).digest('hex')}.json`

/** The URL to which the page of the stand-in redirects a browser. */
export async function callbackOf(page: URL): Promise<URL> {
  const { headers } = await fetch(page, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '')
}

/** The rest of stderr, after the page and the hint for a browser elsewhere. */
export const endOf = ({ stderr }: Ended) =>
  stderr.replace(/^assume: to sign in.*?\nin a browser elsewhere: assume login [^\n]*\n/s, '')

export const failure = (message: string, ...hints: string[]) =>
  [`assume: ${message}`, ...hints.map((hint) => `  hint: ${hint}`), ''].join('\n')
