import { onTestFinished } from 'vitest'
import {
  inputShapeOf,
  type OperationInput,
  type ServiceName,
} from '../../src/service-model/model.ts'
import { type StandIn, start } from '../../src/stand-in.ts'
import type { World } from '../../src/state/world.ts'
import { ssoWorld } from '../fixture.ts'
import { type Keys, send, sendJson } from '../sdk.ts'

export interface Answer {
  readonly status: number
  /** Undefined if the request is valid. */
  readonly code: string | undefined
  readonly message: string | undefined
  readonly body: unknown
}

const versions = { sts: '2011-06-15', iam: '2010-05-08' } as const

/** All services of the stand-in at one URL, with one method that calls any operation. */
export class AllServices {
  readonly standIn: StandIn

  private constructor(standIn: StandIn) {
    this.standIn = standIn
  }

  static async start(world: World): Promise<AllServices> {
    return new AllServices(await start({ world: { ...world, sso: ssoWorld } }))
  }

  close(): Promise<void> {
    return this.standIn.close()
  }

  /** Opens a stand-in for a single test. */
  static async open(world: World): Promise<AllServices> {
    const services = await AllServices.start(world)
    onTestFinished(() => services.close())
    return services
  }

  /** Sends the input over HTTP without validation. */
  call(
    service: ServiceName,
    operation: string,
    input: OperationInput,
    { keys, headers = {} }: { readonly keys?: Keys; readonly headers?: object } = {},
  ): Promise<Answer> {
    if (service === 'sts' || service === 'iam') return this.query(service, operation, input, keys)
    if (service === 'organizations') return this.json(operation, input, keys)
    return this.rest(service, operation, input, headers)
  }

  private async query(
    service: 'sts' | 'iam',
    operation: string,
    input: OperationInput,
    keys: Keys | undefined,
  ): Promise<Answer> {
    const parameters = { Action: operation, Version: versions[service], ...flat(input) }
    const { status, body } = await send(this.standIn, parameters, {
      service,
      ...(keys && { keys }),
    })
    const element = (name: string) =>
      unescaped(new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1])
    return { status, code: element('Code'), message: element('Message'), body }
  }

  private async json(
    operation: string,
    input: OperationInput,
    keys: Keys | undefined,
  ): Promise<Answer> {
    const answer = await sendJson(this.standIn, operation, JSON.stringify(input), {
      ...(keys && { keys }),
    })
    return { ...answer, body: JSON.parse(answer.body) }
  }

  private async rest(
    service: 'sso' | 'sso-oidc' | 'signin',
    operation: string,
    input: OperationInput,
    more: object,
  ): Promise<Answer> {
    const { http, query, headers, body } = restRequest(service, operation, input)
    const [method = '', path] = http.split(' ')
    const answer = await fetch(`${this.standIn.url}${path}?${query}`, {
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

/** For example `Tags.member.1.Key`. An empty list is `Tags=`. */
function flat(value: unknown, name = ''): Record<string, string> {
  if (Array.isArray(value)) {
    if (value.length === 0) return { [name]: '' }
    return Object.assign({}, ...value.map((each, at) => flat(each, `${name}.member.${at + 1}`)))
  }
  if (!(value instanceof Object)) return value === undefined ? {} : { [name]: String(value) }
  const prefix = name === '' ? '' : `${name}.`
  return Object.assign({}, ...Object.entries(value).map(([key, each]) => flat(each, prefix + key)))
}

function restRequest(service: ServiceName, operation: string, input: OperationInput) {
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

/** The paths are repeated here, so that the stand-in must use the paths of AWS. */
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
