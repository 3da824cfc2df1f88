import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type AwsServer,
  openSsoDirectory,
  roleArn,
  type SsoDirectory,
  startAwsServer,
  startSignInServer,
  startSsoOidcServer,
  startSsoPortalServer,
  userArn,
} from 'aws-stand-in'
import { admin, bob, demoOrganization, demoSso, demoWorld, noMfaRole } from './fixture.ts'

/** An AWS stand-in and a home directory with the files of its user Bob. */
export interface Playground {
  readonly aws: AwsServer
  readonly home: string
  /** The environment variables that direct a program to the stand-in and the home directory. */
  readonly env: Readonly<Record<string, string>>
  /** Signs Bob in to IAM Identity Center. */
  signIn(): Promise<void>
  close(): Promise<void>
  /** Deletes the home directory synchronously, for a signal handler. */
  deleteHome(): void
}

/** @param isOrganization Bob has no profiles, and roles in the accounts of a large organization. */
export async function openPlayground(isOrganization = false): Promise<Playground> {
  const aws = await startAwsServer({ world: demoWorld })
  const directory = openSsoDirectory(isOrganization ? demoOrganization() : demoSso)
  const portal = await startSsoPortalServer(aws, directory)
  const oidc = await startSsoOidcServer(directory)
  oidc.browserUser = 'bob'
  // AWS uses the same interval.
  oidc.timing.intervalSeconds = 1
  const login = await startSignInServer(aws)
  login.browserUser = bob
  const home = await mkdtemp(join(tmpdir(), 'assume-demo-'))
  const deleteHome = () => rmSync(home, { recursive: true, force: true })
  try {
    const logins = join(home, '.aws', 'login', 'cache')
    await mkdir(logins, { recursive: true, mode: 0o700 })
    const config = isOrganization ? sessionLines(directory) : configFile(directory)
    if (!isOrganization) {
      await writeFile(join(home, '.aws', 'credentials'), credentialsFile(), { mode: 0o600 })
    }
    await writeFile(join(home, '.aws', 'config'), config, { mode: 0o600 })
    const loginFile = `${createHash('sha256').update(userArn(bob)).digest('hex')}.json`
    await writeFile(join(logins, loginFile), JSON.stringify(login.login(bob)), { mode: 0o600 })
  } catch (error) {
    deleteHome()
    throw error
  }
  return {
    aws,
    home,
    env: {
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_CONFIG_HOME: join(home, '.config'),
      AWS_ENDPOINT_URL_STS: aws.url,
      AWS_ENDPOINT_URL_SIGNIN_FEDERATION: aws.url,
      AWS_ENDPOINT_URL_IAM: aws.url,
      AWS_ENDPOINT_URL_SIGNIN: login.url,
      AWS_ENDPOINT_URL_SSO: portal.url,
      AWS_ENDPOINT_URL_SSO_OIDC: oidc.url,
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    async signIn() {
      const { accessToken, expiresIn } = directory.issueToken('bob')
      const expiresAt = new Date(Date.now() + expiresIn * 1000)
      const folder = join(home, '.aws', 'sso', 'cache')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = createHash('sha1').update(ssoSession).digest('hex')
      const text = JSON.stringify({ accessToken, expiresAt })
      await writeFile(join(folder, `${name}.json`), text, { mode: 0o600 })
    },
    deleteHome,
    async close() {
      await Promise.all([aws, portal, oidc, login].map((server) => server.close()))
      await rm(home, { recursive: true, force: true })
    },
  }
}

const credentialsFile = () =>
  [bob, admin]
    .map(
      ({ name, accessKeys: [key] }) => `[${name}]
aws_access_key_id = ${key?.accessKeyId}
aws_secret_access_key = ${key?.secretAccessKey}
`,
    )
    .join('\n')

const ssoSession = 'company'

const sessionLines = ({ startUrl, region }: SsoDirectory) => `[sso-session ${ssoSession}]
sso_start_url = ${startUrl}
sso_region = ${region}
`

function configFile(directory: SsoDirectory): string {
  const [account] = directory.accounts
  return `[profile ${bob.name}]
region = us-east-1

[profile ${admin.name}]
region = us-east-1

[profile browser]
login_session = ${userArn(bob)}
region = us-east-1

[profile reader]
role_arn = ${roleArn(noMfaRole)}
source_profile = ${bob.name}
region = eu-west-1

[profile company]
sso_session = ${ssoSession}
sso_account_id = ${account?.accountId}
sso_role_name = Admin

${sessionLines(directory)}`
}
