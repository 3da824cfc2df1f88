import { onTestFinished } from 'vitest'
import { ssoStory } from '../../../../src/demo/story.ts'
import { type AwsServer, startAwsServer } from '../../src/query/aws-server.ts'
import { inputShapeOf, type ServiceName } from '../../src/service-model/model.ts'
import { type SignInServer, startSignInServer } from '../../src/sign-in/sign-in-server.ts'
import { type SsoOidcServer, startSsoOidcServer } from '../../src/sso/oidc-server.ts'
import { type SsoPortalServer, startSsoPortalServer } from '../../src/sso/portal-server.ts'
import { openSsoDirectory, type SsoDirectory } from '../../src/sso/sso-directory.ts'
import type { World } from '../../src/state/world.ts'
import { type Keys, send } from '../clients.ts'

export type Input = Readonly<Record<string, unknown>>

export interface Answer {
  readonly status: number
  /** Undefined where nothing is wrong. */
  readonly code: string | undefined
  readonly message: string | undefined
  readonly body: unknown
}

const versions = { sts: '2011-06-15', iam: '2010-05-08' } as const

/** All services of the stand-in, and one way to call each of their operations. */
export class StandIn {
  readonly directory: SsoDirectory
  readonly aws: AwsServer
  readonly portal: SsoPortalServer
  readonly oidc: SsoOidcServer
  readonly signIn: SignInServer

  private constructor(servers: Pick<StandIn, 'directory' | 'aws' | 'portal' | 'oidc' | 'signIn'>) {
    this.directory = servers.directory
    this.aws = servers.aws
    this.portal = servers.portal
    this.oidc = servers.oidc
    this.signIn = servers.signIn
  }

  static async start(world: World): Promise<StandIn> {
    const directory = openSsoDirectory(ssoStory)
    const aws = await startAwsServer({ world })
    return new StandIn({
      directory,
      aws,
      portal: await startSsoPortalServer(aws, directory),
      oidc: await startSsoOidcServer(directory),
      signIn: await startSignInServer(aws),
    })
  }

  async close(): Promise<void> {
    const { aws, portal, oidc, signIn } = this
    await Promise.all([aws, portal, oidc, signIn].map((server) => server.close()))
  }

  /** One for a single test. */
  static async open(world: World): Promise<StandIn> {
    const standIn = await StandIn.start(world)
    onTestFinished(() => standIn.close())
    return standIn
  }

  /** Sends the input over HTTP as it is, whatever the service model says of it. */
  call(
    service: ServiceName,
    operation: string,
    input: Input,
    { keys, headers = {} }: { readonly keys?: Keys; readonly headers?: object } = {},
  ): Promise<Answer> {
    if (service === 'sts' || service === 'iam') return this.query(service, operation, input, keys)
    return this.rest(service, operation, input, headers)
  }

  private async query(
    service: 'sts' | 'iam',
    operation: string,
    input: Input,
    keys: Keys | undefined,
  ): Promise<Answer> {
    const parameters = { Action: operation, Version: versions[service], ...flat(input) }
    const { status, body } = await send(this.aws, parameters, { service, ...(keys && { keys }) })
    const element = (name: string) =>
      unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1])
    return { status, code: element('Code'), message: element('Message'), body }
  }

  private async rest(
    service: 'sso' | 'sso-oidc' | 'signin',
    operation: string,
    input: Input,
    more: object,
  ): Promise<Answer> {
    const { http, query, headers, body } = restRequest(service, operation, input)
    const { portal, oidc, signIn } = this
    const { url } = { sso: portal, 'sso-oidc': oidc, signin: signIn }[service]
    const [method = '', path] = http.split(' ')
    const answer = await fetch(`${url}${path}?${query}`, {
      method,
      headers: { ...headers, ...more },
      ...(method === 'POST' && { body }),
    })
    const text = await answer.text()
    const content = text === '' ? {} : JSON.parse(text)
    return {
      status: answer.status,
      code: answer.headers.get('x-amzn-ErrorType')?.replace(/:$/, ''),
      message: content.message ?? content.error_description,
      body: content,
    }
  }
}

/** `Tags.member.1.Key`; an empty list is written `Tags=`. */
function flat(value: unknown, name = ''): Record<string, string> {
  if (Array.isArray(value)) {
    if (value.length === 0) return { [name]: '' }
    return Object.assign({}, ...value.map((each, at) => flat(each, `${name}.member.${at + 1}`)))
  }
  if (!(value instanceof Object)) return value === undefined ? {} : { [name]: String(value) }
  const prefix = name === '' ? '' : `${name}.`
  return Object.assign({}, ...Object.entries(value).map(([key, each]) => flat(each, prefix + key)))
}

function restRequest(service: ServiceName, operation: string, input: Input) {
  const { shape } = inputShapeOf(service, operation)
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  const body: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(input)) {
    const { location, locationName = name } = shape.members?.[name] ?? { location: undefined }
    if (value === undefined) continue
    if (location === 'header') headers[locationName] = String(value)
    else if (location === 'querystring') query.set(locationName, String(value))
    else if (shape.payload === name) Object.assign(body, value)
    else body[name] = value
  }
  return { http: httpOf(service, operation), query, headers, body: JSON.stringify(body) }
}

/** Said here once more, so that the stand-in cannot answer at another place than AWS does. */
const places: Readonly<Record<string, string>> = {
  'sso GetRoleCredentials': 'GET /federation/credentials',
  'sso ListAccounts': 'GET /assignment/accounts',
  'sso ListAccountRoles': 'GET /assignment/roles',
  'sso Logout': 'POST /logout',
  'sso-oidc RegisterClient': 'POST /client/register',
  'sso-oidc StartDeviceAuthorization': 'POST /device_authorization',
  'sso-oidc CreateToken': 'POST /token',
  'signin CreateOAuth2Token': 'POST /v1/token',
}

const httpOf = (service: string, operation: string) => places[`${service} ${operation}`] ?? ''

const unescaped = (text: string | undefined) =>
  text
    ?.replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
