import { parseAuthorization } from '../http/authorization.ts'
import type { HttpRequest } from '../http/request.ts'
import type { Parameters } from './parameters.ts'

/** A request as the stand-in saw it. Holds no secret: STS is never sent one, but for codes and tokens. */
export interface Call {
  /** Empty when the request named none. */
  readonly action: string
  readonly params: Parameters
  /** As claimed; proven only where `caller` is there. */
  readonly accessKeyId: string | undefined
  /** ARN of the caller, once the signature was found right. */
  readonly caller: string | undefined
  /** Of the credential scope. */
  readonly region: string | undefined
  readonly host: string | undefined
  readonly userAgent: string | undefined
  /** `ok`, the code of an error, `raw`, or `none`: not answered (yet). */
  readonly outcome: string
  /** By the stand-in's clock. */
  readonly time: Date
}

/** A call that is still under way. */
export type OpenCall = { -readonly [Name in keyof Call]: Call[Name] }

export function openCall({ parameters, headers }: HttpRequest, time: Date): OpenCall {
  const { Action = '', Version, ...params } = parameters
  const claimed = parseAuthorization(headers.authorization ?? '')
  return {
    action: Action,
    params,
    accessKeyId: claimed?.accessKeyId,
    caller: undefined,
    region: claimed?.region,
    host: headers.host,
    userAgent: headers['user-agent'],
    outcome: 'none',
    time,
  }
}
