import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  openSsoDirectory,
  type Role,
  reservedRole,
  roleArn,
  type SsoDirectory,
  type SsoOidcServer,
  type SsoPortalServer,
  type SsoWorld,
  startSsoOidcServer,
  startSsoPortalServer,
  type World,
} from 'aws-stand-in'
import { onTestFinished } from 'vitest'
import { demoSso, demoWorld } from '../../../src/demo/fixture.ts'
import type { Files } from '../home.ts'
import { TestAws } from '../test-aws.ts'

export const admin = reservedRole({ accountId: '123456789012', roleName: 'Admin' })

/** A role that trusts the role of the permission set Admin. */
export const beyond: Role = {
  account: '123456789012',
  name: 'beyond',
  trustPolicy: {
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: roleArn(admin) },
      Action: ['sts:AssumeRole'],
    },
  },
}
const world: World = { ...demoWorld, roles: [...demoWorld.roles, beyond] }

export const startUrl = 'https://demo.awsapps.com/start'

export const session = `[sso-session corp]
sso_start_url = ${startUrl}
sso_region = eu-west-1
sso_registration_scopes = sso:account:access
`

/** `dev` has an sso-session, `old` has none, and each is the source profile of a role. */
export const config = `${session}
[profile dev]
sso_session = corp
sso_account_id = 123456789012
sso_role_name = Admin

[profile old]
sso_start_url = ${startUrl}
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = Admin

[profile beyond-dev]
role_arn = ${roleArn(beyond)}
source_profile = dev
role_session_name = worker

[profile beyond-old]
role_arn = ${roleArn(beyond)}
source_profile = old
role_session_name = worker
`

/** The text whose hash names the token file of a profile. */
const cacheKeys: Readonly<Record<string, string>> = { dev: 'corp', old: startUrl }

export type TokenFile = Readonly<Record<string, unknown>>

interface TestAwsSetup {
  readonly config?: string
  readonly credentials?: string
  readonly files?: Files
  readonly sso?: SsoWorld
}

interface SignedIn {
  /** Seconds until the token expires. It is negative if the token has expired. */
  readonly lasts?: number
  /** Whether there is a refresh token. A token of the older kind has none. */
  readonly refreshes?: boolean
  readonly more?: TokenFile
}

/** Bob's home, and an IAM Identity Center in which he is a user. */
export class SsoScene {
  readonly testAws: TestAws
  readonly directory: SsoDirectory
  readonly portal: SsoPortalServer
  readonly oidc: SsoOidcServer

  private constructor(
    testAws: TestAws,
    directory: SsoDirectory,
    portal: SsoPortalServer,
    oidc: SsoOidcServer,
  ) {
    this.testAws = testAws
    this.directory = directory
    this.portal = portal
    this.oidc = oidc
  }

  static async open({ sso = demoSso, ...props }: TestAwsSetup = {}): Promise<SsoScene> {
    const testAws = await TestAws.open({ config, credentials: '', world, ...props })
    const directory = openSsoDirectory(sso)
    const [portal, oidc] = await Promise.all([
      startSsoPortalServer(testAws.aws, directory),
      startSsoOidcServer(directory),
    ])
    onTestFinished(() => portal.close())
    onTestFinished(() => oidc.close())
    return new SsoScene(testAws, directory, portal, oidc)
  }

  /** The variables with the endpoints of the demo. */
  get env(): Readonly<Record<string, string>> {
    return {
      AWS_ENDPOINT_URL_SSO: this.portal.url,
      AWS_ENDPOINT_URL_SSO_OIDC: this.oidc.url,
    }
  }

  assume(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return this.testAws.assume(args, { env: { ...this.env, ...env } })
  }

  session(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return this.testAws.session(args, { env: { ...this.env, ...env } })
  }

  pathOf(profile: string): string {
    const key = createHash('sha1')
      .update(cacheKeys[profile] ?? profile)
      .digest('hex')
    return join(this.testAws.home.path, '.aws/sso/cache', `${key}.json`)
  }

  /** Signs Bob in as the AWS CLI does, and returns the content of the token file. */
  async signIn(profile = 'dev', options: SignedIn = {}): Promise<TokenFile> {
    const { lasts = 8 * 3600, refreshes = true, more = {} } = options
    this.directory.tokenSeconds = lasts
    const { accessToken, ...others } = refreshes
      ? await this.tokensByDevice()
      : this.directory.issueToken('bob')
    this.directory.tokenSeconds = 8 * 3600
    const { refreshToken, client } = { refreshToken: undefined, client: {}, ...others }
    const token = {
      startUrl,
      region: 'eu-west-1',
      accessToken,
      expiresAt: awsTime(lasts),
      ...client,
      ...(refreshToken && { refreshToken }),
      ...more,
    }
    this.write(profile, JSON.stringify(token))
    return token
  }

  write(profile: string, text: string, mode = 0o600): void {
    const path = this.pathOf(profile)
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileSync(path, text, { mode })
  }

  read(profile = 'dev'): TokenFile {
    return JSON.parse(readFileSync(this.pathOf(profile), 'utf8'))
  }

  modeOf(profile = 'dev'): string {
    return (statSync(this.pathOf(profile)).mode & 0o777).toString(8)
  }

  private async tokensByDevice() {
    const post = async (path: string, body: object) => {
      const answer = await fetch(this.oidc.url + path, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      return (await answer.json()) as Record<string, string>
    }
    const scopes = ['sso:account:access']
    const { clientId, clientSecret } = await post('/client/register', {
      clientName: 'test',
      clientType: 'public',
      scopes,
    })
    const { deviceCode, userCode = '' } = await post('/device_authorization', {
      clientId,
      clientSecret,
      startUrl,
    })
    this.oidc.approve(userCode, 'bob')
    const grantType = 'urn:ietf:params:oauth:grant-type:device_code'
    const tokens = await post('/token', { clientId, clientSecret, grantType, deviceCode })
    const { accessToken = '', refreshToken } = tokens
    const registrationExpiresAt = awsTime(90 * 86_400)
    return { accessToken, refreshToken, client: { clientId, clientSecret, registrationExpiresAt } }
  }
}

/** The time in this number of seconds, in the format of the AWS CLI. */
export const awsTime = (seconds: number) =>
  new Date(Date.now() + seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z')
