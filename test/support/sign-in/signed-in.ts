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

/** The login session of Bob, who has signed in with `aws login`. */
export const loginSession = userArn(bob)
const fileName = `${createHash('sha256').update(loginSession).digest('hex')}.json`

/** The path of the file as in messages. */
export const shownFile = `~/.aws/login/cache/${fileName}`

/** Profiles `me`, which has signed in, and `reader` with a role and the source profile `me`. */
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
  /** The variable with the URL of AWS Sign-In. */
  readonly env: Readonly<Record<string, string>>
  /** The path of the sign-in file. */
  readonly path: string
  /** The content of the sign-in file. */
  saved(): LoginCache & { readonly accessToken: Readonly<Record<string, string>> }
  write(content: LoginCache | string): void
  /** The names of the other files in its folder. */
  litter(): string[]
}

/** Keys are renewed if they expire in less than five minutes. */
export const nearlyOver: LoginOptions = { seconds: 200 }
export const over: LoginOptions = { seconds: -60 }

/** A home whose only keys are those of a sign-in with `aws login`. */
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
