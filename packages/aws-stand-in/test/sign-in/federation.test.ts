import {
  AssumeRoleCommand,
  GetFederationTokenCommand,
  GetSessionTokenCommand,
} from '@aws-sdk/client-sts'
import { describe, expect, it } from 'vitest'
import type { AwsServer } from '../../src/query/aws-server.ts'
import { roleArn } from '../../src/state/world.ts'
import { accounts, bob, noMfaRole } from '../fixture.ts'
import { type Keys, keysIn, sdk } from '../sdk.ts'
import { standIn } from '../stand-in.ts'

const federating = {
  ...bob,
  policies: { all: { Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } } },
} as const

const open = () => standIn({ world: { ...accounts, users: [federating] } })

const federation = new GetFederationTokenCommand({ Name: 'Bob' })
const role = new AssumeRoleCommand({ RoleArn: roleArn(noMfaRole), RoleSessionName: 'Bob' })

describe('GetFederationToken', () => {
  it('returns credentials for 12 hours if a policy allows it', async () => {
    const aws = await open()
    const { Credentials, FederatedUser } = await sdk(aws).send(federation)
    expect(FederatedUser?.Arn).toBe('arn:aws:sts::123456789012:federated-user/Bob')
    const left = ((Credentials?.Expiration?.getTime() ?? 0) - aws.now().getTime()) / 1000
    expect(Math.round(left / 60)).toBe(720)
    await expect(sdk(await standIn()).send(federation)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('not authorized to perform: sts:GetFederationToken'),
    })
  })

  it('rejects temporary credentials, and its own credentials cannot assume a role', async () => {
    const aws = await open()
    const federated = keysIn(await sdk(aws).send(federation))
    for (const keys of [federated, keysIn(await sdk(aws).send(new GetSessionTokenCommand()))]) {
      await expect(sdk(aws, keys).send(federation)).rejects.toMatchObject({
        message: 'Cannot call GetFederationToken with session credentials',
      })
    }
    await expect(sdk(aws, federated).send(role)).rejects.toMatchObject({ name: 'AccessDenied' })
  })
})

/** Returns the status and the sign-in token of the response. */
async function tokenFor(aws: AwsServer, keys: Keys, more: Record<string, string> = {}) {
  const { accessKeyId, secretAccessKey, sessionToken } = keys
  const session = { sessionId: accessKeyId, sessionKey: secretAccessKey, sessionToken }
  const query = { Action: 'getSigninToken', Session: JSON.stringify(session), ...more }
  const answer = await fetch(`${aws.url}/federation?${new URLSearchParams(query)}`)
  const text = await answer.text()
  const token: string | undefined = answer.ok ? JSON.parse(text).SigninToken : undefined
  return { status: answer.status, token }
}

const login = async (aws: AwsServer, token = '') => {
  const query = { Action: 'login', Destination: 'https://console.example/', SigninToken: token }
  const url = `${aws.url}/federation?${new URLSearchParams(query)}`
  return (await fetch(url, { redirect: 'manual' })).status
}

describe('the federation endpoint', () => {
  it('accepts sessions of roles and federated users, and its own sign-in tokens', async () => {
    const aws = await open()
    for (const command of [federation, role]) {
      const { status, token } = await tokenFor(
        aws,
        keysIn(await sdk(aws).send(command as typeof role)),
      )
      expect(status).toBe(200)
      expect(await login(aws, token)).toBe(302)
    }
    expect(await login(aws, 'x')).toBe(400)
  })

  it('rejects other credentials', async () => {
    const aws = await open()
    const user = keysIn(await sdk(aws).send(new GetSessionTokenCommand()))
    const right = keysIn(await sdk(aws).send(role))
    const wrong = [user, { ...right, secretAccessKey: 'x' }, { ...right, sessionToken: 'x' }]
    for (const keys of wrong) expect((await tokenFor(aws, keys)).status).toBe(400)
    expect((await tokenFor(aws, right, { Session: 'x' })).status).toBe(400)
    aws.expireSessions()
    expect((await tokenFor(aws, right)).status).toBe(400)
  })

  it('accepts a session duration for a role that was not chained, within the limits of AWS', async () => {
    const aws = await open()
    const lasting = (keys: Keys, seconds: number) =>
      tokenFor(aws, keys, { SessionDuration: String(seconds) }).then(({ status }) => status)
    const direct = keysIn(await sdk(aws).send(role))
    expect(
      await Promise.all([899, 900, 43_200, 43_201].map((each) => lasting(direct, each))),
    ).toEqual([400, 200, 200, 400])
    const session = keysIn(await sdk(aws).send(new GetSessionTokenCommand()))
    const chained = keysIn(await sdk(aws, session).send(role))
    expect(await lasting(chained, 900)).toBe(400)
    expect((await tokenFor(aws, chained)).status).toBe(200)
    expect(await lasting(keysIn(await sdk(aws).send(federation)), 900)).toBe(400)
  })
})
