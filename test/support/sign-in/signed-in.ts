import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type LoginCache,
  type LoginOptions,
  roleArn,
  type SignInServer,
  startSignInServer,
  userArn,
} from 'aws-stand-in'
import { onTestFinished } from 'vitest'
import { bob, noMfaRole } from '../../../src/demo/fixture.ts'
import { TestAws } from '../test-aws.ts'

/** Of Bob, who has signed in with `aws login`. */
export const loginSession = userArn(bob)
const fileName = `${createHash('sha256').update(loginSession).digest('hex')}.json`

/** As messages name the file. */
export const shownFile = `~/.aws/login/cache/${fileName}`

/** Profiles `me`, which has signed in, and `reader`, a role that is taken with its keys. */
const profiles = (...lines: readonly string[]) =>
  [
    '[profile me]',
    `login_session = ${loginSession}`,
    ...lines,
    '',
    '[profile reader]',
    `role_arn = ${roleArn(noMfaRole)}`,
    'source_profile = me',
    'role_session_name = worker',
    '',
  ].join('\n')

export interface SignedIn {
  readonly testAws: TestAws
  readonly signIn: SignInServer
  /** What says where to sign in. */
  readonly env: Readonly<Record<string, string>>
  /** Of the file of the sign-in. */
  readonly path: string
  /** What is in that file. */
  saved(): LoginCache & { readonly accessToken: Readonly<Record<string, string>> }
  write(content: LoginCache | string): void
  /** All that is beside it. */
  litter(): string[]
}

/** Keys that live for less than five minutes are renewed. */
export const nearlyOver: LoginOptions = { seconds: 200 }
export const over: LoginOptions = { seconds: -60 }

/** Someone who has signed in with `aws login`, and has no other keys. */
export async function signedIn(
  options: LoginOptions & { readonly lines?: readonly string[] } = {},
): Promise<SignedIn> {
  const { lines = [], ...login } = options
  const testAws = await TestAws.open({ config: profiles(...lines), credentials: '' })
  const signIn = await startSignInServer(testAws.aws)
  onTestFinished(() => signIn.close())
  const path = join(testAws.home.path, '.aws/login/cache', fileName)
  const write = (content: LoginCache | string) => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    writeFileSync(path, text, { mode: 0o600 })
  }
  write(signIn.login(bob, login))
  return {
    testAws,
    signIn,
    env: { AWS_ENDPOINT_URL_SIGNIN: signIn.url },
    path,
    saved: () => JSON.parse(readFileSync(path, 'utf8')),
    write,
    litter: () => readdirSync(dirname(path)).filter((name) => name !== fileName),
  }
}
